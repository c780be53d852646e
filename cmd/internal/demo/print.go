package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// print prints the closing report.
func (c *Closing) print(o *Options) error {
	var page bytes.Buffer
	if o.JSON {
		if err := json.MarshalWrite(&page, c, jsontext.WithIndent("  "), json.Deterministic(true)); err != nil {
			return err
		}
		page.WriteByte('\n')
	} else {
		c.printForm(&page)
		c.printLate(&page)
		c.printAlerts(&page)
		c.printChecks(&page)
		c.printAddresses(&page)
	}
	_, err := o.Stdout.Write(page.Bytes())
	return err
}

// nameWidth is how many letters a row's name may take.
const nameWidth = 33

// printForm prints form II.06a in its 13 columns, with the rates.
func (c *Closing) printForm(w *bytes.Buffer) {
	fmt.Fprintf(w, "\nBIỂU %s  %s - %s\nTình hình, kết quả giải quyết hồ sơ (dossiers received, resolved, pending), cách tính %s v%d\n",
		c.Form.Form, vi(c.From), vi(c.To), c.Form.Counting.Name, c.Form.Counting.Version)
	fmt.Fprintf(w, "%3s  %-*s │%6s%6s%6s%6s │%6s%6s%6s%6s │%6s%6s%6s\n", "STT", nameWidth, "Lĩnh vực",
		"Nhận", "TT", "TT/BC", "K.trc", "G.q.", "Sớm", "Đúng", "Quá", "Đang", "Trong", "Quá")
	numbers := make([]any, 0, 11)
	for i := 3; i <= 13; i++ {
		numbers = append(numbers, "("+strconv.Itoa(i)+")")
	}
	fmt.Fprintf(w, "(1)  %-*s │%6s%6s%6s%6s │%6s%6s%6s%6s │%6s%6s%6s\n", append([]any{nameWidth, "(2)"}, numbers...)...)
	for i := range c.Form.Rows {
		printRow(w, strconv.Itoa(c.Form.Rows[i].No), c.Form.Rows[i].Name, &c.Form.Rows[i])
	}
	printRow(w, "", "TỔNG CỘNG (total)", &c.Form.Total)
	fmt.Fprintln(w, "     TT trực tuyến · TT/BC trực tiếp và bưu chính · K.trc kỳ trước chuyển qua · G.q. đã giải quyết · Đang đang giải quyết")
	c.printRates(w)
}

func printRow(w *bytes.Buffer, no, name string, r *ontime.Row) {
	if letters := []rune(name); len(letters) > nameWidth {
		name = string(letters[:nameWidth-1]) + "…"
	}
	cells := []any{no, nameWidth, name}
	for column := ontime.ColumnReceived; column <= ontime.ColumnOverdue; column++ {
		cells = append(cells, r.Column(column))
	}
	fmt.Fprintf(w, "%3s  %-*s │%6d%6d%6d%6d │%6d%6d%6d%6d │%6d%6d%6d\n", cells...)
}

func (c *Closing) printRates(w *bytes.Buffer) {
	rates := c.Form.Total.Rates
	fmt.Fprintln(w, "\nTỶ LỆ SỚM VÀ ĐÚNG HẠN (three on-time rates, never mixed)")
	for _, r := range []struct {
		name string
		rate ontime.Rate
	}{
		{"trên đã giải quyết (of resolved)", rates.OfResolved},
		{"trên đã đến hạn (of due)", rates.OfDue},
		{"trên đã tiếp nhận (of received)", rates.OfReceived},
	} {
		fmt.Fprintf(w, "  %-34s %5d / %-5d = %6s %%\n", r.name, r.rate.Numerator, r.rate.Denominator, r.rate.Percent)
	}
}

// printChecks prints what was checked, and the answers that nobody wanted.
func (c *Closing) printChecks(w *bytes.Buffer) {
	fmt.Fprintf(w, "\nKIỂM TRA (checks): %d hồ sơ, %d sự kiện đã gửi; nhật ký %d bản ghi, %d sự kiện; %d gửi lặp, %d bị từ chối đúng kịch bản; %.1f giây\n",
		c.Tally.Dossiers, c.Tally.Events, c.Records, c.Events, c.Tally.Duplicates, c.Tally.Refused, c.took.Seconds())
	for _, check := range c.Checks {
		mark := "đạt "
		if !check.OK {
			mark = "SAI "
		}
		fmt.Fprintf(w, "  %s %s  %s\n", mark, check.Name, check.Detail)
	}
	for _, u := range c.Tally.Unexpected {
		fmt.Fprintln(w, "  !", u)
	}
}

// printAddresses prints where the engine serves, and what to try.
func (c *Closing) printAddresses(w *bytes.Buffer) {
	code := c.example()
	fmt.Fprintf(w, "\nPHỤC VỤ TẠI (serving): NATS %s · HTTP %s\n", c.NATS, cmp.Or(c.HTTP, "-"))
	fmt.Fprintf(w, "  nats -s %s sub 'alert.>'\n", c.NATS)
	fmt.Fprintf(w, "  nats -s %s req dossiers.v1.clock '{\"code\":%q}'\n", c.NATS, code)
	fmt.Fprintf(w, "  dossier list -s %s --standing overdue\n", c.NATS)
	if c.HTTP != "" {
		fmt.Fprintf(w, "  curl '%s/v1/reports/II.06a?from=%s&to=%s'\n", c.HTTP, c.From, c.To)
		fmt.Fprintf(w, "  curl '%s/v1/dossiers/%s/history'\n", c.HTTP, code)
	}
}

// example returns a dossier worth looking at.
func (c *Closing) example() string {
	for _, late := range slices.Backward(c.Late) {
		return string(late.Code)
	}
	code := ""
	for course := range c.plan.Courses() {
		code = course.Code
	}
	return code
}

// vi prints a date as people here write it.
func vi(d calendar.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%02d/%02d/%d", day, month, year)
}

func viTime(t time.Time, o office) string { return t.In(o.Location()).Format("02/01/2006") }
