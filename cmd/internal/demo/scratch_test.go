package demo

import (
	"fmt"
	"testing"

	"github.com/hoso-engine/dossier/domain"
)

func TestScratch(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		plan := newPlan(t, seed, 10, 1300)
		b, tally := playBooks(t, plan)
		fmt.Println(plan.From, plan.To, tally.Dossiers, tally.Events, tally.Duplicates, tally.Refused, len(tally.Unexpected))
		for i, u := range tally.Unexpected {
			if i < 10 {
				fmt.Println(u)
			}
		}
		v, st, ch := map[string]int{}, map[string]int{}, map[domain.Channel]int{}
		for _, d := range b.dossiers {
			v[d.Verdict().String()]++
			st[d.StandingAt(plan.Ends()).String()]++
			ch[d.Channel]++
		}
		fmt.Println(v, st, ch)
	}
}
