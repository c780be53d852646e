package procedurefile

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// Summary counts what the tables say. Its JSON form's names are never changed.
type Summary struct {
	Procedures   map[Outcome]int `json:"procedures"`
	Limits       map[Outcome]int `json:"limits"`
	NoDeadline   map[string]int  `json:"no_deadline,omitzero"`     // limits by reason
	WithCases    int             `json:"procedures_with_cases"`    // several limits for one channel
	WithoutLimit int             `json:"procedures_without_limit"` // dossiers of them have no deadline
	Lines        []Line          `json:"lines,omitzero"`           // refused, or without a deadline
}

// Summary counts what the tables say, and lists the lines that bring no limit.
func (c *Catalogue) Summary() *Summary {
	s := &Summary{Procedures: map[Outcome]int{}, Limits: map[Outcome]int{}, NoDeadline: map[string]int{}}
	for _, l := range c.Lines {
		if l.Table == "procedures" {
			s.Procedures[l.Outcome]++
		} else {
			s.Limits[l.Outcome]++
		}
		switch l.Outcome {
		case NoDeadline:
			s.NoDeadline[l.Reason]++
			s.Lines = append(s.Lines, l)
		case Refused:
			s.Lines = append(s.Lines, l)
		}
	}
	for _, p := range c.Procedures {
		if len(p.Form.Limits) == 0 {
			s.WithoutLimit++
		}
		for _, l := range p.Form.Limits {
			if l.Case != "" {
				s.WithCases++
				break
			}
		}
	}
	return s
}

// WriteText prints the summary for people, with every refused line.
func (s *Summary) WriteText(w io.Writer) error {
	var err error
	printf := func(format string, args ...any) {
		if err == nil {
			_, err = fmt.Fprintf(w, format, args...)
		}
	}
	printf("Thủ tục / procedures: %d đọc được / read, %d bị từ chối / refused; %d có nhiều trường hợp / with cases, %d không có thời hạn / without a limit\n",
		s.Procedures[Loaded], s.Procedures[Refused], s.WithCases, s.WithoutLimit)
	printf("Thời hạn / limits: %d nạp / loaded, %d lặp lại / repeated, %d không thời hạn / no deadline, %d bị từ chối / refused\n",
		s.Limits[Loaded], s.Limits[Repeated], s.Limits[NoDeadline], s.Limits[Refused])
	for _, reason := range slices.Sorted(maps.Keys(s.NoDeadline)) {
		printf("%8d %s\n", s.NoDeadline[reason], reason)
	}
	for _, l := range s.Lines {
		if l.Outcome == Refused {
			printf("%s, dòng / line %d: %s: %s\n", l.Table, l.Line, l.Code, l.Reason)
		}
	}
	return err
}
