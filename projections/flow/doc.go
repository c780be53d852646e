// Package flow says where the time of dossiers went, and who waited on whom: how
// long they lay with each unit, officer and step, what passed between units,
// which hand-overs made a dossier late, who is late again although reminded, and
// what can still become late.
//
// It is pure and holds no state: every analysis is a function over the dossiers
// of the register and the reference facts, for a period, as of an instant. All
// is judged by what is known now: a fact that was posted late, or corrected,
// counts from when it took effect.
//
// # Words
//
//	stay       thời gian lưu giữ    from a hand-over to the next; the first one from the receipt,
//	                                the last one until the completion, the end, or the as-of instant
//	running    đang tính giờ        working time in which the dossier's clock ran
//	stopped    dừng tính giờ        working time in which it stood (supplement, pause)
//	length     độ dài               running time of a whole stay, from its hand-over on, also where
//	                                that lies before the period
//	over       vượt hạn bước        running time of a stay after its step's due, where its limit was
//	                                exceeded
//	at breach  khi quá hạn          the holder at the instant at which the dossier became overdue
//
// # How time is counted
//
// Working time is that of the calendar version which the dossier's latest due
// pins. Spans are [Seconds]: exact, so that parts add up to their whole. A
// percentile is by nearest rank: p90 of n lengths is the one at place
// ⌈0.9 n⌉ in ascending order, always one that occurred. A mean is rounded half up
// to the second.
//
// Stops that overlap are counted once: a supplement prevails over a pause, an
// earlier pause over a later one.
//
// # Whose filter
//
// The filter chooses dossiers, as in statistics: unit and officer are those of
// the present holder. The analyses then look at all stays of those dossiers,
// whoever had them. Officers are opaque references; nothing here is personal
// data.
package flow
