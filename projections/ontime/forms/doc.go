// Package forms lays out the statutory papers and the reports that offices
// print: what stands where on the page, in which words, and what adds up to
// what. How a page is written (CSV, spreadsheet, HTML) is the business of
// others; they all write the same [Sheet] and can't disagree.
//
// A [Form] is a paper, filled in. Its fields are the wire form that programs
// read (JSON, the same in every language); its [Sheet] is what people read, in
// Vietnamese or in English.
//
//	II.06a           Biểu số II.06a/VPCP/KSTT: 13 numbered columns
//	on-time          tình hình giải quyết đúng hạn: 15 columns, with the on-time rate
//	late-list        danh sách hồ sơ trễ hạn, with days late and cause
//	so-theo-doi      sổ theo dõi hồ sơ: the register of what was received in a period
//	phieu-kiem-soat  phiếu kiểm soát quá trình giải quyết hồ sơ: one dossier's hand-overs
//
// Every form says which counting policy it was made by where it counts, the
// instant up to which it counts, and the position of the log that it shows.
//
// # Personal data
//
// The register is the only form that the law gives columns for the applicant's
// name, address and telephone. The engine leaves them to be filled in at the desk:
// it prints the applicant's opaque reference, by which the desk's own software
// knows the person, and nothing else. Whoever may read figures may fetch the
// register of a whole year; what the log holds in the object "applicant" may be
// encrypted per person and erased, and must not outlive that in a spreadsheet.
//
// # Words
//
// Sheet: one page. Heading: a cell of the table's head, which may span columns
// and rows. Office: whose paper it is.
package forms
