package export

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// xesHead begins a log of IEEE Std 1849-2016: the extensions whose keys are used,
// what every trace and event has, and what makes two events the same activity.
const xesHead = xml.Header + `<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
<string key="lifecycle:transition" value="complete"/>
<string key="type" value=""/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
<classifier name="Type" scope="event" keys="type"/>
<string key="concept:name" value="dossiers"/>
<string key="lifecycle:model" value="standard"/>
`

// writeXES writes a trace per dossier: its events in the log's order. A dossier
// none of whose events are meant has no trace.
//
// Of an event concept:name is the step that a transfer begins, else its type,
// concept:instance its id, org:resource who did it, org:group the unit that holds
// the dossier after it, and every transition is complete: an event is a fact, not
// the beginning of one. The other columns of [Event] are attributes without an
// extension.
func writeXES(ctx context.Context, to io.Writer, src Source, o *Order, m *meter) error {
	x := &xesWriter{to: bufio.NewWriterSize(to, 1<<16)}
	x.put(xesHead)
	for h, err := range histories(ctx, src, o) {
		if err != nil {
			return err
		}
		if err := x.trace(&h, o); err != nil {
			return err
		}
		m.passed(&h)
	}
	x.put("</log>\n")
	return x.to.Flush() // it remembers the first error of all that was written
}

type xesWriter struct {
	to    *bufio.Writer
	value bytes.Buffer
}

func (x *xesWriter) put(s string) { _, _ = x.to.WriteString(s) } // Flush tells the error

func (x *xesWriter) trace(h *history, o *Order) error {
	begun := false
	err := h.events(o, func(e *domain.Event, row *Event) error {
		if !begun {
			begun = true
			x.put("<trace>\n")
			x.dossier(h)
		}
		x.event(e, row)
		return nil
	})
	if begun {
		x.put("</trace>\n")
	}
	return err
}

func (x *xesWriter) dossier(h *history) {
	v := &h.View
	x.text("concept:name", string(v.Code))
	x.text("province", v.Province)
	x.text("agency", v.Agency)
	x.text("procedure", v.Procedure)
	x.text("field", v.Field)
	x.text("channel", string(v.Channel))
	x.text("state", v.State.String())
	x.text("verdict", v.Verdict.String())
	x.date("received", v.Received)
	x.date("due", v.Due)
	x.date("completed", v.Completed)
	x.date("returned", v.Returned)
}

func (x *xesWriter) event(e *domain.Event, row *Event) {
	x.put("<event>\n")
	x.text("concept:name", activity(e))
	x.text("concept:instance", e.ID)
	x.date("time:timestamp", row.Time)
	x.text("lifecycle:transition", "complete")
	x.text("org:resource", row.Actor)
	x.text("org:group", row.Unit)
	x.text("type", row.Type)
	x.text("source", row.Source)
	x.text("officer", row.Officer)
	x.text("state", row.State)
	x.number("sequence", int64(row.Sequence))
	x.number("position", integerOf(row.Position))
	x.date("recordedtime", row.RecordedTime)
	x.date("due", row.Due)
	if row.Backdated {
		x.put(`<boolean key="backdated" value="true"/>` + "\n")
	}
	x.text("data", string(row.Data))
	x.put("</event>\n")
}

// activity returns what the event is called in a process.
func activity(e *domain.Event) string {
	if t, ok := e.Data.(*domain.Transferred); ok && t.Step != "" {
		return t.Step
	}
	return string(e.Type)
}

// text writes an attribute; an empty one is left out.
func (x *xesWriter) text(key, value string) {
	if value == "" {
		return
	}
	x.value.Reset()
	_ = xml.EscapeText(&x.value, []byte(value)) // a buffer takes everything
	x.put(`<string key="` + key + `" value="`)
	_, _ = x.to.Write(x.value.Bytes())
	x.put("\"/>\n")
}

func (x *xesWriter) date(key string, at time.Time) {
	if !at.IsZero() {
		x.put(`<date key="` + key + `" value="` + at.Format("2006-01-02T15:04:05.000Z07:00") + "\"/>\n")
	}
}

func (x *xesWriter) number(key string, n int64) {
	x.put(`<int key="` + key + `" value="` + strconv.FormatInt(n, 10) + "\"/>\n")
}
