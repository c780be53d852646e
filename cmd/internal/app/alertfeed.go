package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

// alertFeed gives the HTTP interface the alerts.
type alertFeed struct{ feed *notify.Feed }

// Follow implements [web.Alerts].
func (f alertFeed) Follow(ctx context.Context, q web.AlertQuery) (web.AlertReader, error) {
	if q.After == nil {
		return &alertReader{query: q, cursor: f.feed.Latest()}, nil
	}
	if *q.After > f.feed.Last() { // the feed may lag behind that of another engine
		end, err := f.feed.End(ctx)
		if err != nil {
			return nil, &domain.Error{Code: domain.CodeUnavailable, Message: "the stream of alerts can't be read now; try again"}
		}
		if *q.After > end {
			return nil, &domain.Error{Code: domain.CodeInvalidField, Field: "after", Message: fmt.Sprintf(
				"the stream ends at alert %d, before %d: it is another one, or was restored; begin anew without after and Last-Event-ID", end, *q.After)}
		}
	}
	return &alertReader{query: q, cursor: f.feed.After(*q.After)}, nil
}

// alertReader picks what its query asks for.
type alertReader struct {
	query  web.AlertQuery
	cursor *notify.Cursor
}

// Close implements [web.AlertReader].
func (r *alertReader) Close() { r.cursor.Close() }

// Next implements [web.AlertReader].
func (r *alertReader) Next(ctx context.Context) ([]web.AlertEvent, error) {
	for {
		batch, err := r.cursor.Next(ctx)
		if err != nil {
			return nil, err
		}
		var events []web.AlertEvent
		for i := range batch.Alerts {
			if told := &batch.Alerts[i]; r.wants(&told.Alert) {
				events = append(events, web.AlertEvent{Name: "alert", ID: told.Sequence, Data: told.Body})
			}
		}
		if batch.Beat != nil {
			body, err := json.Marshal(batch.Beat)
			if err != nil {
				return nil, err
			}
			events = append(events, web.AlertEvent{Name: "heartbeat", ID: batch.Last, Data: body})
		}
		if len(events) > 0 {
			return events, nil
		}
	}
}

func (r *alertReader) wants(a *notify.Alert) bool {
	q := &r.query
	return fits(q.Province, a.Province) && fits(q.Agency, a.Agency) && fits(q.Unit, a.Unit) && fits(q.Rung, a.Rung) &&
		(q.Receiver == "" || slices.Contains(a.Receivers, q.Receiver))
}

// fits reports whether the value is the wanted one, or none is.
func fits(wanted, value string) bool { return wanted == "" || wanted == value }
