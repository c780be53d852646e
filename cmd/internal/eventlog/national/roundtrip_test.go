package national

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// TestExportImportExport: what was exported, imported into an empty engine and
// exported again, is the same to the byte; and a second import changes nothing.
func TestExportImportExport(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		first := newWorld(t)
		live(rt, t, first)
		dossiers, steps := first.export(t)

		second := newWorld(t)
		report, _ := second.take(t, Options{Archive: true}, dossiers, steps)
		if report.Refused > 0 {
			rt.Fatalf("refused: %+v\n%s\n%s", report.Lines, dossiers, steps)
		}
		again, stepsAgain := second.export(t)
		if diff := cmp.Diff(dossiers, again); diff != "" {
			rt.Fatalf("dossiers differ:\n%s\n%s", diff, steps)
		}
		if diff := cmp.Diff(steps, stepsAgain); diff != "" {
			rt.Fatalf("steps differ:\n%s", diff)
		}
		report, _ = second.take(t, Options{Archive: true}, dossiers, steps)
		if report.Accepted > 0 || report.Refused > 0 {
			rt.Fatalf("the second import changes something: %+v", report)
		}
	})
}

// live lets a few dossiers go through their lives.
func live(rt *rapid.T, t *testing.T, w *world) {
	policy := domain.DefaultPolicy()
	policy.ID, policy.MaxSupplements = "open", -1
	w.fact(t, "open", domain.TypePolicyChanged, &domain.PolicyChanged{Policy: policy})
	w.fact(t, "H37", domain.TypeUnitDefined, &domain.UnitDefined{Kind: domain.UnitProvince, Name: "H37", Policy: "open"})
	w.fact(t, "1.004477", domain.TypeProcedurePublished, &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{
		Name: "Công bố", Field: "duoc", Limits: []domain.ProcedureLimit{{Limit: limit(t, "5workday")}},
	}})
	w.fact(t, "H37.13", domain.TypeUnitDefined, &domain.UnitDefined{Kind: domain.UnitAgency, Name: "Sở", Parent: "H37"})
	w.Now = time.Date(2026, 1, 5, 8, 0, 0, 0, zone)
	for n := range rapid.IntRange(1, 4).Draw(rt, "dossiers") {
		code := fmt.Sprintf("H37.13-260105-%04d", n+1)
		for i := range rapid.IntRange(1, 14).Draw(rt, "events") {
			w.Now = w.Now.Add(time.Duration(rapid.SampledFrom([]int{1_000, 1_300, 70_000, 90_000_000, 200_000_000}).Draw(rt, "ms")) * time.Millisecond)
			d := w.Dossiers[code]
			if d == nil {
				d = new(domain.Dossier)
			}
			kind, data := next(rt, d, w.Now)
			err := w.Decide(domain.Event{ // what can't follow is left unsaid
				ID: fmt.Sprint(code, i), Source: "/desk", Type: kind, Subject: code, At: w.Now, Data: data,
			})
			if wentOn := kind == domain.TypeResumed || kind == domain.TypeSupplementReceived; err == nil && wentOn && d.Due().Before(w.Now) {
				w.forget(code) // no form can say that a due was set that had passed
				break
			}
		}
	}
}

func limit(t *testing.T, s string) calendar.Limit {
	t.Helper()
	l, err := calendar.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// next draws what may happen to the dossier.
func next(rt *rapid.T, d *domain.Dossier, now time.Time) (domain.Type, domain.Data) {
	in := domain.Intake{
		Province: "H37", Agency: "H37.13", Procedure: rapid.SampledFrom([]string{"1.004477", "2.000001"}).Draw(rt, "procedure"),
		Channel: rapid.SampledFrom(domain.Channels()).Draw(rt, "channel"), Unit: "Phòng NVD", Officer: "cb-1",
		Digitised: rapid.Bool().Draw(rt, "digitised"), Applicant: &domain.Applicant{Ref: "a-1", Name: "Nguyễn Văn A"},
	}
	switch d.State {
	case domain.StateNone:
		switch rapid.IntRange(0, 4).Draw(rt, "begin") {
		case 0, 1:
			return domain.TypeSubmitted, &domain.Submitted{Intake: in}
		case 2:
			return domain.TypeRefused, &domain.Refused{Intake: in, Reason: "thiếu giấy tờ"}
		}
		return domain.TypeReceived, &domain.Received{Intake: in, Due: now.AddDate(0, 0, rapid.IntRange(0, 9).Draw(rt, "days"))}
	case domain.StateSubmitted:
		in.Channel, in.Procedure = d.Channel, d.Procedure
		switch rapid.IntRange(0, 4).Draw(rt, "intake") {
		case 0:
			return domain.TypeWithdrawn, &domain.Withdrawn{}
		case 1:
			return domain.TypeRefused, &domain.Refused{Reason: "gọi 0912345678"}
		}
		return domain.TypeReceived, &domain.Received{Intake: in}
	case domain.StateCompleted:
		return domain.TypeReturned, &domain.Returned{Method: rapid.SampledFrom(domain.Channels()).Draw(rt, "method")}
	}
	return inHand(rt)
}

func inHand(rt *rapid.T) (domain.Type, domain.Data) {
	switch rapid.IntRange(0, 11).Draw(rt, "in hand") {
	case 0, 1:
		return domain.TypeTransferred, &domain.Transferred{ToUnit: "Phòng NVY", ToOfficer: "cb-2", Step: "thẩm định", StepLimit: limitOf(rt)}
	case 2:
		return domain.TypeTransferred, &domain.Transferred{ToOfficer: "cb-3"}
	case 3, 4:
		return domain.TypePaused, &domain.Paused{Reason: rapid.SampledFrom(domain.PauseReasons()).Draw(rt, "reason")}
	case 5, 6:
		return domain.TypeResumed, &domain.Resumed{}
	case 7:
		return domain.TypeSupplementRequested, &domain.SupplementRequested{Reason: "bản sao giấy phép"}
	case 8:
		return domain.TypeSupplementReceived, &domain.SupplementReceived{}
	case 9:
		return domain.TypeFeePaid, &domain.FeePaid{Online: true}
	case 10:
		if rapid.Bool().Draw(rt, "withdrawn") {
			return domain.TypeWithdrawn, &domain.Withdrawn{}
		}
		return domain.TypeTerminated, &domain.Terminated{Reason: "giải thể"}
	}
	return domain.TypeCompleted, &domain.Completed{Outcome: domain.Granted}
}

func limitOf(rt *rapid.T) (l calendar.Limit) {
	if rapid.Bool().Draw(rt, "limited") {
		l, _ = calendar.ParseLimit("2workday")
	}
	return l
}
