package domain

import (
	"maps"
	"slices"
)

// layers is a map that is never changed: with returns the next one. The latest
// entries lie in a small layer of their own, so that thousands of facts that are
// taken one by one don't each copy all the others. The zero layers are empty.
type layers[V any] struct{ below, above map[string]V }

// mostAbove is how many entries the upper layer holds before it joins the lower.
const mostAbove = 64

func (l layers[V]) get(key string) (V, bool) {
	if v, there := l.above[key]; there {
		return v, true
	}
	v, there := l.below[key]
	return v, there
}

func (l layers[V]) with(key string, v V) layers[V] {
	above := make(map[string]V, len(l.above)+1)
	maps.Copy(above, l.above)
	above[key] = v
	if len(above) <= mostAbove {
		return layers[V]{below: l.below, above: above}
	}
	below := make(map[string]V, len(l.below)+len(above))
	maps.Copy(below, l.below)
	maps.Copy(below, above)
	return layers[V]{below: below}
}

// keys returns the keys in order.
func (l layers[V]) keys() []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(l.below)), maps.Keys(l.above))
	slices.Sort(all)
	return slices.Compact(all)
}
