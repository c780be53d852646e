// Package national reads and writes the two forms in which every provincial
// system speaks to the national portal: DongBoHoSoMC (dossiers) and
// CapNhatTienDoHoSoMC (steps).
//
// # Form
//
// A file is one of these, or several one after the other:
//
//	{"service":"DongBoHoSoMC", ..., "data":[record, ...]}
//	[record, ...]
//	record
//
// A record with ThoiDiemXuLy is a step, any other a dossier; both may come in one
// file or in several, in any order. Values are strings; a number or a truth value
// is read as one. Instants are yyyyMMddHHmmss in Asia/Ho_Chi_Minh. A later record
// of one dossier stands for an earlier one: a feed sends a dossier again whenever
// it changes.
//
// # Import
//
// [Read] makes events of what a dossier's record and steps say:
//
//	NgayNopHoSo             dossier.submitted, online and by post
//	NgayTiepNhan            dossier.received, with the due as it is given: the first
//	                        NgayHenTraTruoc, else NgayHenTra
//	NgayTuChoi              dossier.refused, where TrangThaiHoSo is 3
//	DanhSachHoSoBoSung      supplement.requested; supplement.received with NgayHenTraMoi
//	step, TrangThai 2       unit and officer of the receipt
//	step, TrangThai 4       dossier.transferred, where it names a unit or an officer; ends a pause
//	step, TrangThai 6, 8    dossier.paused; a transfer while it lasts
//	NgayKetThucXuLy         dossier.completed; with TrangThaiHoSo 7 dossier.withdrawn, with 8 dossier.terminated
//	NgayTra, HinhThuc       dossier.returned: 0 in person, 1 by post, empty electronically
//	DuocThanhToanTrucTuyen  fee.paid, at the receipt: the form does not say when
//
// The events follow the dates. A TrangThaiHoSo that they contradict is an item
// with the error [CodeContradiction]. The form does not say what was decided:
// every completion is taken for granted. Province and agency are those of the
// dossier's code (Thông tư 01/2018 Điều 19), the agency DonViXuLy where that is
// an identifier and no name. Every event is marked as backdated; a stop of the
// clock needs a policy whose tolerance reaches back to it all the same, which
// [Options.Archive] publishes.
//
// Ids are <code>/<what>, with the instant for a step, under [Source]: a second
// import is answered with duplicates, and what the source has changed behind its
// own back, such as a due without a supplement, is refused with id-reused.
//
// # Personal data
//
// What says who the applicant is, and every free text that may, is forgotten
// while it is read: no event, no error and no log has it. [Summary] counts how
// often a field was dropped. Of NoiDungBoSung and NoiDungXuLy, which say what is
// missing and what is done, only those are dropped that hold an address or a
// number as long as an identity. An officer's name becomes a reference that is
// the same whenever the name is.
//
// # Export
//
// [Render] returns the record and the steps of a dossier, without any personal
// field. What the form has no place for is left out: apologies, alerts, ratings,
// reminders, the decision, corrections (their facts are in place of the first
// ones). Reading what was rendered, and rendering it again, gives the same bytes,
// where officers have references that are identifiers, the due moved with a
// supplement or a pause only, and not to before its end, and no second has two
// steps that look alike: a step that comes twice is taken for one that was sent
// twice.
package national
