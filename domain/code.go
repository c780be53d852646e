package domain

import (
	"regexp"
	"strings"
)

// Code is the code of a dossier (mã hồ sơ), such as H26.103.25.7-250908-0112.
type Code string

// CodePattern is the default form of a dossier code: the unit codes of
// Thông tư 01/2018 Điều 19 (old style 000.00.00.H19, new style H26.103.25.7),
// the day of receipt yyMMdd and the ordinal within the day. An organisation's
// policy may set another pattern, or none.
const CodePattern = `^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{4,5}$`

// maxToken is the longest identifier, in bytes, that becomes part of a subject.
const maxToken = 64

// ParseCode checks that s can be a dossier code. The only hard rule is that a
// subject token can carry it ([Token]); the policy's pattern is checked by
// [Decide].
func ParseCode(s string) (Code, error) {
	if err := checkToken(s); err != nil {
		err.Code, err.Field = CodeInvalidCode, "/subject"
		return "", err
	}
	return Code(s), nil
}

func (c Code) String() string { return string(c) }

// Token returns the code as one token of a subject.
func (c Code) Token() string { return strings.ReplaceAll(string(c), ".", "_") }

// Matches reports whether the code has the form of the pattern; the empty
// pattern takes every code.
func (c Code) Matches(pattern *regexp.Regexp) bool {
	return pattern == nil || pattern.MatchString(string(c))
}

// Token turns an identifier into one token of a subject: a '.' becomes '_'. What
// a subject can't carry is refused, and so is '_' itself, so that identifier and
// token mirror each other ([FromToken]).
func Token(id string) (string, *Error) {
	if err := checkToken(id); err != nil {
		return "", err
	}
	return strings.ReplaceAll(id, ".", "_"), nil
}

// checkToken refuses what can't be a token.
func checkToken(id string) *Error {
	if id == "" {
		return refuse(CodeInvalidToken, "", "the identifier is empty")
	}
	if len(id) > maxToken {
		return refuse(CodeInvalidToken, "", "the identifier %.20q... has %d bytes, more than %d", id, len(id), maxToken)
	}
	for i := range len(id) {
		if c := id[i]; c <= ' ' || c > '~' || c == '*' || c == '>' || c == '_' || c == '\\' || c == '"' {
			return refuse(CodeInvalidToken, "", "the identifier %q has a character that a subject can't carry at byte %d", id, i)
		}
	}
	return nil
}

// FromToken is the inverse of [Token].
func FromToken(token string) string { return strings.ReplaceAll(token, "_", ".") }
