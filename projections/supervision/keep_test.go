package supervision

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// A board that was kept and goes on says what one says that followed the whole log,
// shows the same at any instant, and would be kept as the same bytes.
func TestAKeptBoardGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := lived(t)
		cut := rapid.IntRange(0, len(whole.Commits)).Draw(t, "cut")
		other := follower(whole.World)
		other.followTo(cut)
		other.restore(t, kept(other.board))
		said := len(other.said)
		other.follow()
		if diff := cmp.Diff(whole.said[said:], other.said[said:]); diff != "" {
			t.Fatalf("said after %d of %d commits:\n%s", cut, len(whole.Commits), diff)
		}
		for range 3 {
			at := whole.Now.Add(time.Duration(rapid.IntRange(-30*24, 30*24).Draw(t, "hours")) * time.Hour)
			if diff := cmp.Diff(look(whole.board, at), look(other.board, at)); diff != "" {
				t.Fatalf("at %s:\n%s", at, diff)
			}
		}
		if !bytes.Equal(kept(whole.board), kept(other.board)) {
			t.Fatalf("kept at %d of %d commits, it is another board", cut, len(whole.Commits))
		}
	})
}

// Bytes that are cut off anywhere are refused, and leave a board without alerts.
func TestAPartOfAKeptBoardIsRefused(t *testing.T) {
	o := received(t)
	o.silence("s", o.Now, domain.SilenceSet{All: true, Until: logtest.At("2026-01-09 10:00")})
	o.live(t, "2026-01-08 09:00")
	whole := kept(o.board)
	for n := range whole {
		p := pack.Reader(whole[:n], nil)
		o.board.Keep(&p)
		if p.Close() == nil || o.board.Figures(o.Now) != (Figures{}) {
			t.Errorf("%d of %d bytes: %v, %+v", n, len(whole), p.Err(), o.board.Figures(o.Now))
		}
	}
}

// shown is all that a board shows at an instant.
type shown struct {
	Page     Page
	Due      []Again
	Next     time.Time
	Figures  Figures
	Silences []domain.Silence
}

func look(b *Board, at time.Time) shown {
	next, _ := b.Next()
	return shown{b.List(Query{At: at, Limit: maxLimit}), b.Due(at, 0), next, b.Figures(at), b.Silences(at, true)}
}

// lived is a random office, about whose alerts some was done.
func lived(t *rapid.T) (o *office) {
	logtest.Random(t, func(w *logtest.World) {
		if o == nil {
			o = open(w)
		}
		o.supervise(t)
		o.follow()
	})
	return o
}

func kept(b *Board) []byte {
	var p pack.Pack
	b.Keep(&p)
	return p.Bytes()
}

// restore replaces the board by one that reads what was kept.
func (o *office) restore(t *rapid.T, kept []byte) {
	o.board = New(o.reference, o.table)
	p := pack.Reader(kept, nil)
	o.board.Keep(&p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}
