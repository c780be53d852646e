package export

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// What an export is of.
const (
	Dossiers = "dossiers"
	Events   = "events"
)

// Order says what is exported, and how.
type Order struct {
	What   string          // Dossiers or Events
	Format string          // one of [Formats]
	Filter register.Filter // which dossiers
	From   time.Time       // events that took effect at or after; dossiers that came in then; zero: all
	Before time.Time       // and before; zero: all
	Types  []domain.Type   // of events; empty: all
	Least  uint64          // position that the first page must have reached
}

// ParseOrder reads an order from the words of a query: those of
// [register.ParseFilter], and format, type (several with commas), from and to
// (dates in loc, to is included, or instants; to not before from). What can't be
// read is refused with [domain.CodeInvalidField], naming field and value.
func ParseOrder(what string, get func(name string) string, now time.Time, loc *time.Location) (*Order, error) {
	filter, err := register.ParseFilter(get, now, loc)
	if err != nil {
		return nil, err
	}
	w := &register.Words{Get: get, Loc: loc}
	o := &Order{What: what, Filter: filter, Format: get("format"), From: w.Instant("from"), Types: types(w)}
	if to := w.Moment("to"); !to.IsZero() {
		if o.Before = to.Add(time.Millisecond); !o.From.IsZero() && !o.Before.After(o.From) {
			w.Refuse("to", "lies before from %s", get("from"))
		}
	}
	if o.What != Dossiers && o.What != Events {
		return nil, &domain.Error{Code: domain.CodeUnknown, Field: "what", Message: "there are exports of dossiers and of events"}
	}
	if o.Format == "" {
		o.Format = "csv"
	}
	if _, known := forms[o.Format]; !known {
		w.Refuse("format", "is not one of %q", Formats())
	}
	return o, w.Err
}

func types(w *register.Words) (all []domain.Type) {
	value := w.Get("type")
	if value == "" {
		return nil
	}
	for name := range strings.SplitSeq(value, ",") {
		t := domain.Type(name)
		if !t.Known() || t.Kind() != domain.KindDossier {
			w.Refuse("type", "is not a type of dossier events, or several with commas")
		}
		all = append(all, t)
	}
	return all
}

// form is one way to write an order.
type form struct {
	mediaType, extension string
	write                func(context.Context, io.Writer, Source, *Order, *meter) error
}

var forms = map[string]form{
	"csv":      {"text/csv; charset=utf-8", "csv", tables(newCSV)},
	"ndjson":   {"application/x-ndjson", "ndjson", tables(newNDJSON)},
	"parquet":  {"application/vnd.apache.parquet", "parquet", tables(newParquet)},
	"xes":      {"application/xml", "xes", writeXES},
	"ocel":     {"application/json", "ocel.json", writeOCEL},
	"national": {"application/json", "json", writeNational},
}

// Formats lists the formats.
func Formats() []string { return slices.Sorted(maps.Keys(forms)) }

// MediaType returns the type of what is written.
func (o *Order) MediaType() string { return forms[o.Format].mediaType }

// FileName returns a name for what is written, such as dossiers.csv.
func (o *Order) FileName() string { return o.What + "." + forms[o.Format].extension }

// Write writes the export. progress hears how many dossiers are written, and of
// how many; nil for nobody. What is written after an error is worth nothing.
func (o *Order) Write(ctx context.Context, to io.Writer, src Source, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	if err := forms[o.Format].write(ctx, to, src, o, &meter{tell: progress}); err != nil {
		return fmt.Errorf("export %s as %s: %w", o.What, o.Format, err)
	}
	return nil
}

// meter tells how far an export has come.
type meter struct{ tell func(done, total int64) }

func (m *meter) passed(h *history) {
	if done := h.at + 1; done%256 == 0 || done >= h.total {
		m.tell(int64(done), int64(max(h.total, done)))
	}
}

// came reports whether the dossier came in within the order's period.
func (o *Order) came(v *register.View) bool {
	at := v.Submitted
	if at.IsZero() {
		at = v.Received
	}
	if at.IsZero() {
		at = v.Ended // refused at once
	}
	return o.within(at)
}

// means reports whether the event is one of those meant.
func (o *Order) means(e *domain.Event) bool {
	return o.within(e.At) && (len(o.Types) == 0 || slices.Contains(o.Types, e.Type))
}

func (o *Order) within(at time.Time) bool {
	return (o.From.IsZero() || !at.Before(o.From)) && (o.Before.IsZero() || at.Before(o.Before))
}
