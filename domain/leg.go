package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// leg is a part of a run that a stop voided: after it the full limit began anew.
type leg struct {
	start    time.Time
	held     []held
	from, to time.Time // the stop
}

// held is a stop that moved the due, and how: what an explanation shows.
type held struct {
	from, to    time.Time
	due         time.Time     // before the stop
	date        calendar.Date // before it rolls forward, before the stop
	moved, kept calendar.Date // where the stop's days moved the date, and where it was kept from running out
}
