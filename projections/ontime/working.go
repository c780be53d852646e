package ontime

import "slices"

// Working is the working time that the completed dossiers of column 7 took of
// their limits (see [register.Columns.Worked]), in seconds. A percentile is the
// least time within which that share of them was completed (nearest rank), so
// that it is always one that occurred; 0 of none.
type Working struct {
	Measured int `json:"measured"` // dossiers of column 7 whose working time is known
	P50      int `json:"p50_seconds"`
	P90      int `json:"p90_seconds"`
	P95      int `json:"p95_seconds"`
}

// working returns the percentiles of each row, and those of all rows together.
func (t *tallies) working() (rows []Working, whole Working) {
	rows = make([]Working, len(t.rows))
	all := make([]int32, len(t.took))
	// A counting sort: ends[n] is first where the n-th row begins, then how far
	// it is filled, and so where it ends.
	ends := make([]int, len(t.rows)+1)
	for _, took := range t.took {
		ends[took.row+1]++
	}
	for n := 1; n < len(ends); n++ {
		ends[n] += ends[n-1]
	}
	for _, took := range t.took {
		all[ends[took.row]] = took.seconds
		ends[took.row]++
	}
	begin := 0
	for n := range rows {
		rows[n] = workingOf(all[begin:ends[n]])
		begin = ends[n]
	}
	return rows, workingOf(all)
}

// workingOf returns the percentiles of the times, which it reorders.
func workingOf(times []int32) Working {
	n := len(times)
	if n == 0 {
		return Working{}
	}
	w := Working{Measured: n}
	from := 0
	for _, p := range [...]struct {
		percent int
		into    *int
	}{{50, &w.P50}, {90, &w.P90}, {95, &w.P95}} {
		rank := (n*p.percent+99)/100 - 1
		*p.into = int(nth(times[from:], rank-from))
		from = rank
	}
	return w
}

// nth returns the n-th smallest, from 0, with all that are smaller before it and
// all that are larger after it.
func nth(times []int32, n int) int32 {
	low, high := 0, len(times)-1
	for high-low > 16 {
		less, more := partition(times[low : high+1])
		switch {
		case n < low+less:
			high = low + less - 1
		case n >= low+more:
			low += more
		default:
			return times[n] // one of those that equal the pivot
		}
	}
	slices.Sort(times[low : high+1])
	return times[n]
}

// partition puts what is less than a pivot first and what is more last, and
// returns where those that equal it begin and end.
func partition(times []int32) (less, more int) {
	n := len(times)
	pivot := middle(middle(times[0], times[n/8], times[n/4]), middle(times[n/2-1], times[n/2], times[n/2+1]), middle(times[n-1-n/4], times[n-1-n/8], times[n-1]))
	more = n
	for i := 0; i < more; {
		switch t := times[i]; {
		case t < pivot:
			times[i], times[less] = times[less], t
			less++
			i++
		case t > pivot:
			more--
			times[i], times[more] = times[more], t
		default:
			i++
		}
	}
	return less, more
}

// middle returns the median of three.
func middle(a, b, c int32) int32 { return max(min(a, b), min(max(a, b), c)) }
