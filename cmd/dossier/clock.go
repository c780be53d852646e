package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

type clockCmd struct {
	readFlags
	Code string `arg:"" help:"Code of the dossier (mã hồ sơ)."`
	At   string `help:"Instant in RFC 3339; now where it is absent." placeholder:"INSTANT"`
}

// Help shows an example.
func (clockCmd) Help() string {
	return "Example:\n  dossier clock H26.103.25.7-250908-0112 --at 2025-09-15T09:00:00+07:00"
}

// Run prints what a dossier's clocks show.
func (k *clockCmd) Run(ctx context.Context, out *console) error {
	c, err := k.connect()
	if err != nil {
		return err
	}
	defer c.close()
	request := k.request(k.Code)
	request.At = k.At
	var view domain.ClockView
	if err := c.call(ctx, "clock", request, &view); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(view)
	}
	return printClock(out, &view)
}

const stampLayout = "02/01/2006 15:04:05"

func printClock(out *console, v *domain.ClockView) error {
	out.printf("%s lúc / at %s: %s, %s\n", v.Code, v.At.Format(stampLayout), v.State, v.Standing)
	if !v.Due.IsZero() {
		out.printf("Hạn giải quyết / due %s; %s\n", v.Due.Format(stampLayout), remaining(v.Remaining))
	}
	rows := [][]string{{"LẦN", "LÝ DO", "THỜI HẠN", "TỪ", "HẠN", "LỊCH", "QUY TẮC"}}
	for _, d := range v.Deadlines {
		rows = append(rows, []string{
			fmt.Sprint(d.Revision), string(d.Cause), d.Limit.String(), d.Start.Format(stampLayout), dueText(d.Due),
			fmt.Sprintf("%s v%d", d.Calendar.ID, d.Calendar.Version), fmt.Sprintf("%s v%d", d.Policy.ID, d.Policy.Version),
		})
	}
	for _, s := range v.Stops {
		rows = append(rows, []string{"dừng", strings.TrimSpace(s.Kind.String() + " " + string(s.Reason)), "", s.From.Format(stampLayout), dueText(s.To), "", ""})
	}
	for _, h := range v.Handovers {
		rows = append(rows, []string{"chuyển", h.Unit + " " + h.Step, "", h.At.Format(stampLayout), dueText(h.Due), "", ""})
	}
	return out.table(rows)
}

func dueText(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(stampLayout)
}

// remaining says how much working time is left: days of eight hours, hours and
// minutes.
func remaining(seconds int64) string {
	left := time.Duration(seconds) * time.Second
	if left < 0 {
		vi, en := workingTime(-left)
		return fmt.Sprintf("quá %s / past by %s of working time", vi, en)
	}
	vi, en := workingTime(left)
	return fmt.Sprintf("còn %s / %s of working time left", vi, en)
}

// workday is the length of the day that working time is shown in.
const workday = 8 * time.Hour

func workingTime(d time.Duration) (vi, en string) {
	days, hours, minutes := d/workday, d%workday/time.Hour, d%time.Hour/time.Minute
	return fmt.Sprintf("%d ngày %d giờ %d phút", days, hours, minutes),
		fmt.Sprintf("%d days %d hours %d minutes", days, hours, minutes)
}
