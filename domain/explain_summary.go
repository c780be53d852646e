package domain

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// summarise says in a sentence or two what the explanation comes to.
func (x *Explanation) summarise(d *Dossier, p *painter) {
	limit, by := limitText(x.Limit), x.versions()
	x.Summary = Text{
		fmt.Sprintf("%s, tính từ %s theo %s", limit.VI, clockText(x.Start.In(x.At.Location())), by.VI),
		fmt.Sprintf("%s from %s, by %s", limit.EN, clockText(x.Start.In(x.At.Location())), by.EN),
	}
	left, used := p.amount(x.Left), p.amount(x.Used)
	if p.stands {
		since := clockText(p.hand.In(x.At.Location()))
		x.Summary = Text{
			fmt.Sprintf("%s: đồng hồ dừng từ %s; đã dùng %s, còn lại %s.", x.Summary.VI, since, used.VI, left.VI),
			fmt.Sprintf("%s: the clock stands since %s; %s used, %s left.", x.Summary.EN, since, used.EN, left.EN),
		}
		return
	}
	name := Text{"hạn giải quyết", "due"}
	if x.Clock == IntakeClock {
		name = Text{"hạn tiếp nhận", "to be received by"}
	}
	end := x.ending(d, p)
	x.Summary = Text{
		fmt.Sprintf("%s: %s %s. %s", x.Summary.VI, name.VI, p.dueText(p.due), end.VI),
		fmt.Sprintf("%s: %s %s. %s", x.Summary.EN, name.EN, p.dueText(p.due), end.EN),
	}
}

// versions names what the due was counted by.
func (x *Explanation) versions() Text {
	t := Text{
		fmt.Sprintf("lịch %s bản %d, quy tắc %s bản %d", x.Calendar.ID, x.Calendar.Version, x.Policy.ID, x.Policy.Version),
		fmt.Sprintf("calendar %s v%d, policy %s v%d", x.Calendar.ID, x.Calendar.Version, x.Policy.ID, x.Policy.Version),
	}
	if x.Procedure.ID != "" {
		t.VI += fmt.Sprintf(", thủ tục %s bản %d", x.Procedure.ID, x.Procedure.Version)
		t.EN += fmt.Sprintf(", procedure %s v%d", x.Procedure.ID, x.Procedure.Version)
	}
	return t
}

// ending says what is left at the instant, or how it ended.
func (x *Explanation) ending(d *Dossier, p *painter) Text {
	left := Text{x.Remaining.VI + ".", x.Remaining.EN + "."}
	completed := d.CompletedAt
	if x.Clock != DossierClock || completed.IsZero() || completed.After(x.At) {
		return left
	}
	set := DeadlineSet{Due: p.due, Verdict: p.rules.Policy.Verdict}
	set.judgeBy(p.rules)
	verdict, at := verdictTexts[set.Judge(completed)], clockText(completed.In(x.At.Location()))
	if set.Judge(completed) == Late {
		verdict = late(d.Apologised())
	}
	return Text{
		fmt.Sprintf("Có kết quả lúc %s: %s (%s).", at, verdict.VI, lowerFirst(x.Remaining.VI)),
		fmt.Sprintf("Completed at %s: %s (%s).", at, verdict.EN, lowerFirst(x.Remaining.EN)),
	}
}

var verdictTexts = map[Verdict]Text{
	NoVerdict:  {"chưa có kết quả", "not completed"},
	NoDeadline: {"không có thời hạn", "no deadline"},
	Early:      {"trước hạn", "early"},
	OnTime:     {"đúng hạn", "on time"},
	Late:       {"quá hạn", "late"},
}

// late tells lateness with an apology letter from that without.
func late(apologised bool) Text {
	if apologised {
		return Text{"quá hạn, có thư xin lỗi", "late, with apology"}
	}
	return Text{"quá hạn, không có thư xin lỗi", "late, without apology"}
}

// lowerFirst makes a sentence into a part of one.
func lowerFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// limitText prints a limit for people.
func limitText(l calendar.Limit) Text {
	n, value := decimalVI(l.Value()), l.Value()
	switch {
	case l.IsZero():
		return Text{"Không có thời hạn quy định", "No limit is set"}
	case l.Value() == 0 && l.Unit() != calendar.Workhour:
		return Text{"Thời hạn trong ngày", "The limit is the same day"}
	case l.Unit() == calendar.Workday:
		return Text{"Thời hạn " + n + " ngày làm việc", "The limit is " + plural(value, "working day")}
	case l.Unit() == calendar.Workhour:
		return Text{"Thời hạn " + n + " giờ làm việc", "The limit is " + plural(value, "working hour")}
	case l.Unit() == calendar.Day:
		return Text{"Thời hạn " + n + " ngày", "The limit is " + plural(value, "day")}
	}
	return Text{"Thời hạn " + n + " tháng", "The limit is " + plural(value, "month")}
}
