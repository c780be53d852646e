package domain

// NationalStatus is the dossier's TrangThaiHoSo in the national exchange, 1 to
// 10; 0 for a dossier of which nothing was said.
func (d *Dossier) NationalStatus() int {
	switch d.State {
	case StateSubmitted:
		return 1
	case StateReceived:
		return 2
	case StateRefused:
		return 3
	case StateProcessing:
		return 4
	case StateSupplement:
		return 5
	case StatePaused:
		if s := d.openStop(StatePaused); s != nil && s.Reason == FinancialObligation {
			return 6
		}
		return 8
	case StateWithdrawn:
		return 7
	case StateTerminated:
		return 8
	case StateCompleted:
		return 9
	case StateReturned:
		return 10
	}
	return 0
}
