package supervision

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// spoilt is a board that is kept at a cut of the world's log.
type spoilt struct {
	world *logtest.World
	cut   int
	form  []byte
}

// someAlerts is a board of which some alerts fire, are acknowledged or are muted.
func someAlerts(t testing.TB) *spoilt {
	o := received(t)
	for n := 2; n <= 4; n++ {
		must(t, o.Receive(n, "days"))
	}
	o.silence("s", o.Now, domain.SilenceSet{Matcher: domain.Matcher{Rung: "half"}, Until: logtest.At("2026-01-09 10:00")})
	o.live(t, "2026-01-08 09:00")
	half := domain.RaisedRung{Clock: domain.DossierClock, Revision: 1, Rung: "half"}
	must(t, o.Act(1, "head-desk", &domain.AlertAcknowledged{RaisedRung: half}))
	o.follow()
	form, cut := kept(o.board), len(o.Commits)
	o.silence("all", o.Now, domain.SilenceSet{All: true, Until: logtest.At("2026-01-12 10:00")})
	o.live(t, "2026-01-13 09:00")
	must(t, o.Say(1, &domain.Completed{Outcome: domain.Granted}))
	must(t, o.Say(2, &domain.Withdrawn{}))
	must(t, o.Receive(5, "days"))
	return &spoilt{o.World, cut, form}
}

// try reads what was spoilt. Without an error it can be used like any other.
func (s *spoilt) try(how []byte) (refused bool) {
	o := follower(s.world)
	o.followTo(s.cut)
	o.board = New(o.reference, o.table)
	p := pack.Reader(logtest.Spoil(s.form, how), nil)
	if o.board.Keep(&p); p.Close() != nil {
		return true
	}
	for range 2 {
		for _, at := range []time.Time{s.world.Now, s.world.Now.AddDate(1, 0, 0)} {
			for _, v := range look(o.board, at).Page.Alerts {
				o.board.Alert(v.ID, at)
			}
		}
		o.board.SilenceCommits()
		o.follow()
	}
	kept(o.board)
	return false
}

// Whatever byte of a snapshot is another, it is refused or can be used.
func TestASpoiltBoardIsRefusedOrUsed(t *testing.T) {
	s := someAlerts(t)
	logtest.TrySpoilt(t, s.form, s.try)
}

func FuzzKeep(f *testing.F) { logtest.FuzzSpoilt(f, someAlerts(f).try) }
