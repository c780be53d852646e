package domain

// ParsePolicy reads a policy as policy.changed carries it.
func ParsePolicy(b []byte) (*Policy, error) {
	var p Policy
	if err := readDocument(b, &p); err != nil {
		return nil, err
	}
	c := checks{at: "/"}
	p.check(&c)
	if c.err != nil {
		return nil, c.err
	}
	return p.compiled(), nil
}
