package engine_test

import (
	"fmt"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// percent prints a share as offices do: so many decimals, rounded half up from
// the integers themselves, not from a figure that was rounded before.
func percent(numerator, denominator, decimals int) string {
	scale := int64(100)
	for range decimals {
		scale *= 10
	}
	units := (2*scale*int64(numerator) + int64(denominator)) / (2 * int64(denominator))
	if decimals == 0 {
		return fmt.Sprint(units)
	}
	whole := scale / 100
	return fmt.Sprintf("%d.%0*d", units/whole, decimals, units%whole)
}

// One published figure, 98.94 % of 204,847 in 207,030, is cut off, not rounded:
// the shares here are rounded.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		numerator, denominator, decimals int
		want                             string
	}{{1149, 1177, 1, "97.6"}, {204847, 207030, 2, "98.95"}, {1, 2000, 1, "0.1"}, {1, 2001, 1, "0.0"}, {9995, 10000, 1, "100.0"}} {
		if got := percent(c.numerator, c.denominator, c.decimals); got != c.want {
			t.Errorf("%d of %d is %s, want %s", c.numerator, c.denominator, got, c.want)
		}
	}
}

// form asks the office's engine for a period and returns the whole form.
func (o *office) form(from, to, by string) ontime.Report {
	o.t.Helper()
	words := map[string]string{"from": from, "to": to, "by": by}
	q, err := ontime.ParseQuery(func(name string) string { return words[name] }, o.clock(), o.Zone(), o.Countings()...)
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := o.Statistics(o.t.Context(), q, 0)
	if err == nil {
		err = r.Check()
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// figure is one published number.
type figure struct {
	name      string
	got, want any
}

func check(t *testing.T, figures ...figure) {
	t.Helper()
	for _, f := range figures {
		if f.got != f.want {
			t.Errorf("%s: %v, published is %v", f.name, f.got, f.want)
		}
	}
}

func TestPublished_LangSon(t *testing.T) {
	o := play(t, published(t, "Sở Y tế Lạng Sơn, 01/01 - 31/10/2021"))
	r := o.form("2021-01-01", "2021-10-31", "field").Total
	check(
		t,
		figure{"received", r.Received, 1321},
		figure{"early or on time", r.Early + r.OnTime, 1177},
		figure{"early", r.Early, 1149},
		figure{"on time", r.OnTime, 28},
		figure{"early, of resolved", percent(r.Early, r.Resolved, 1), "97.6"},
		figure{"pending in time", r.InTime, 144},
		figure{"late", r.Late + r.Overdue, 0},
	)
}

func TestPublished_DakNong(t *testing.T) {
	o := play(t, published(t, "Sở Y tế Đắk Nông, 2021"))
	page, err := o.Procedures(t.Context(), "3.", 1000, 0)
	if err != nil {
		t.Fatal(err)
	}
	levels := map[domain.ServiceLevel]int{}
	for _, p := range page.Procedures {
		levels[p.ServiceLevel]++
	}
	r := o.form("2021-01-01", "2021-12-31", "field").Total
	check(
		t,
		figure{"procedures", len(page.Procedures), 180},
		figure{"online", levels[domain.Level2] + levels[domain.Level3] + levels[domain.Level4], 174},
		figure{"level 2", levels[domain.Level2], 51},
		figure{"level 3", levels[domain.Level3], 112},
		figure{"level 4", levels[domain.Level4], 11},
		figure{"on time, of resolved", percent(r.Early+r.OnTime, r.Resolved, 0), "100"},
		figure{"late", r.Late + r.Overdue, 0},
		figure{"something was resolved", r.Resolved > 0, true},
	)
}

// The month is the quarter's last: one log gives both reports, and what the
// months before leave is what it carries over. The published figures show what
// "due" is there: 6,302 - 4,169 = 16,234 - 14,101 = 2,133, what is left to the
// next month in either report, and 14,101 - 4,169 = 9,932, what left in July and
// August: 2,191 + (14,043 - 4,131) - 2,171. So what is resolved is due, early or
// not, whenever its due would have been, and the returned and withdrawn ones are
// among it.
func TestPublished_VinhPhuc(t *testing.T) {
	o := play(t, published(t, "Vĩnh Phúc, 7 - 9/2021"))
	month := o.form("2021-09-01", "2021-09-30", "field").Total
	quarter := o.form("2021-07-01", "2021-09-30", "field").Total
	before := o.form("2021-07-01", "2021-08-31", "field").Total
	for _, period := range []struct {
		name                                     string
		r                                        ontime.Row
		received, carried, in, due, timely, late int
		timelyRate, lateRate                     string
	}{
		{"9/2021", month, 6302, 2171, 4131, 4169, 4157, 12, "99.71", "0.29"},
		{"Q3/2021", quarter, 16234, 2191, 14043, 14101, 14064, 37, "99.74", "0.26"},
	} {
		r, due := period.r, period.r.Rates.OfDue
		check(
			t,
			figure{period.name + ": received", r.Received, period.received},
			figure{period.name + ": new", r.Online + r.Direct, period.in},
			figure{period.name + ": carried over", r.Carried, period.carried},
			figure{period.name + ": due", due.Denominator, period.due},
			figure{period.name + ": on time", due.Numerator, period.timely},
			figure{period.name + ": on time, of due", due.Percent, period.timelyRate},
			figure{period.name + ": late", due.Denominator - due.Numerator, period.late},
			figure{period.name + ": late, of due", percent(due.Denominator-due.Numerator, due.Denominator, 2), period.lateRate},
			figure{period.name + ": left to the next", r.Pending, 2133},
		)
	}
	check(
		t,
		figure{"withdrawn in 9/2021", month.Apart.Withdrawn, 90},
		figure{"pending at the end of August", before.Pending, month.Carried},
		figure{"due in July and August", before.Rates.OfDue.Denominator, 14101 - 4169},
	)
}

func TestPublished_BenTre(t *testing.T) {
	o := play(t, published(t, "Bến Tre, 5/2021"))
	r := o.form("2021-05-01", "2021-05-31", "field").Total
	check(
		t,
		figure{"received", r.Received, 5650},
		figure{"resolved", r.Resolved, 4561},
		figure{"resolved, of received", percent(r.Resolved, r.Received, 1), "80.7"},
		figure{"pending in time", r.InTime, 1089},
		figure{"late", r.Late, 12},
		figure{"late, of resolved", percent(r.Late, r.Resolved, 1), "0.3"},
	)
}

// Three were resolved for which there is no verdict: the form counts them as on
// time, by the policy that it names, and shows them apart.
func TestPublished_Hue(t *testing.T) {
	o := play(t, published(t, "Thừa Thiên Huế, mức độ 4"))
	var r ontime.Row
	for _, row := range o.form("2021-01-01", "2021-12-31", "level").Rows {
		if row.Key == string(domain.Level4) {
			r = row
		}
	}
	check(
		t,
		figure{"received", r.Received, 1665},
		figure{"online", r.Online, 1665},
		figure{"resolved", r.Resolved, 1611},
		figure{"pending", r.Pending, 54},
		figure{"early", r.Early, 952},
		figure{"on time", r.OnTime - r.Apart.NoDeadline, 388},
		figure{"late", r.Late, 268},
		figure{"without a verdict", r.Apart.NoDeadline, 3},
	)
}
