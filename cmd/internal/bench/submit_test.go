package bench

import "testing"

func TestSubmitIsMeasuredBesideRawPublishing(t *testing.T) {
	r, err := Submit(t.Context(), SubmitOptions{
		Options: options(t), Desks: []int{1, 3}, Sync: []string{Lazily}, Via: []Via{ViaEngine, ViaNATS, ViaHTTP}, Dossiers: 9,
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows := r.Tables[0].Rows; len(rows) != 6 {
		t.Errorf("%d rows, not one for each door and number of desks", len(rows))
	}
	for _, row := range r.Tables[0].Rows {
		for i, v := range row.Values {
			if !(v > 0) {
				t.Errorf("%s: %s is %v", row.Name, r.Tables[0].Columns[i], v)
			}
		}
	}
	r.WriteText(t.Output())
}
