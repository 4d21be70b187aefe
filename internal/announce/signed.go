package announce

// mostSigned is how many words a line has at most with which a letter ends.
const mostSigned = 6

// unsigned is a part of the text without the end of the letter, where whoever
// writes it says who they are: "С уважением, Школа секретарей" is no school to
// come to.
func (b *builder) unsigned(d *draft, r region) region {
	for l := b.lineOf(d.c.last-1) + 1; l < len(b.lines) && b.lines[l].first < r.to; l++ {
		if ln := b.lines[l]; ln.first < ln.last && b.wordsBetween(ln.first, ln.last) <= mostSigned && b.signsOff(ln.first, ln.last) {
			r.to = ln.first
			break
		}
	}
	return r
}

// signsOff tells whether a line begins as letters end.
func (b *builder) signsOff(a, z int) bool {
	has := func(fold string) bool {
		return b.between(a+1, min(a+5, z), func(i int) bool { return b.token(i).fold == fold })
	}
	switch b.token(a).fold {
	case "regards", "cheers", "sincerely", "yours", "saludos", "abrazos", "atentamente", "cordialement", "fraternellement", "amicalement", "bises", "abraco", "abracos", "saudacoes", "atenciosamente", "cumprimentos", "lg", "vg", "mfg", "تحياتي", "भवदीय", "सादर", "आपका", "आपकी", "आपके":
		return true
	case "best", "kind", "warm":
		return has("regards") || has("wishes") || z == a+2
	case "in":
		return has("solidarity")
	case "mit", "liebe", "viele", "beste", "herzliche", "schone", "solidarische", "freundliche":
		return has("gruss") || has("grusse") || has("grussen")
	case "un":
		return has("abrazo") || has("saludo")
	case "um", "com":
		return has("abraco") || has("cumprimentos")
	case "с":
		return has("уважением") || has("приветом")
	case "مع":
		return has("خالص") || has("تحيات") || has("التحيات")
	}
	return false
}
