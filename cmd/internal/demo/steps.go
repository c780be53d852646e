package demo

import (
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Names of the steps that a dossier goes through.
const (
	stepAppraisal = "Thẩm định"
	stepSigning   = "Ký duyệt"
	stepReturn    = "Trả kết quả"
)

// steps divides a limit of about n workdays: one for the signature and the desk,
// the rest for the appraisal. Short limits are not divided.
func (p *Procedure) steps(n float64) []domain.ProcedureStep {
	steps := []domain.ProcedureStep{{Name: stepAppraisal, Unit: p.unit}, {Name: stepSigning}, {Name: stepReturn}}
	if n < 3 {
		return steps
	}
	steps[0].Limit, _ = calendar.LimitOf(int(n)-1, calendar.Workday) // 2 to 59: always a limit
	steps[1].Limit, _ = calendar.LimitOf(1, calendar.Workday)
	return steps
}
