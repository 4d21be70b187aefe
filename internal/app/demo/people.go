package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"codeberg.org/plenary/plenary/internal/people"
)

// region is a part of the world with its zones, the language of its people
// among ours, and invented names.
type region struct {
	zones    []string
	language string
	given    []string
	family   []string
}

func words(s string) []string { return strings.Fields(s) }

func regions() []region {
	return []region{
		{words("Europe/London Europe/Dublin Africa/Lagos Africa/Accra Africa/Nairobi Africa/Johannesburg Africa/Kampala Africa/Harare Australia/Sydney Pacific/Auckland America/Toronto America/New_York America/Los_Angeles America/Jamaica Asia/Manila Asia/Singapore Pacific/Fiji"), "en",
			words("Ada Ben Chidi Dara Efua Finn Grace Hugh Ife June Kofi Lena Moses Nia Obi Ruth Sam Tess Uma Wren"),
			words("Abara Brook Carter Dunne Eze Field Grant Hale Idowu Jones Kamau Lowe Mensah Ndlovu Okoro Price Reid Stone Tutu Wells")},
		{words("Europe/Berlin Europe/Vienna Europe/Zurich Europe/Luxembourg"), "de",
			words("Anke Bernd Carla Dirk Elif Frida Gero Hanna Ines Jonas Kemal Lotte"),
			words("Albers Brandt Cordes Dogan Ebert Falk Gruber Huber Jansen Keller Lindner Moser")},
		{words("Europe/Madrid America/Mexico_City America/Bogota America/Lima America/Argentina/Buenos_Aires America/Santiago America/Guatemala America/Montevideo America/Caracas America/Guayaquil"), "es",
			words("Alma Bruno Carmen Diego Elena Fermín Gloria Hugo Irene Julián Lucía Mateo Nuria Óscar Pilar"),
			words("Aguirre Bravo Campos Duarte Espinosa Fuentes Gallardo Herrera Ibarra Jara Lozano Mora")},
		{words("Europe/Paris Europe/Brussels Africa/Dakar Africa/Abidjan Africa/Kinshasa America/Port-au-Prince Indian/Antananarivo"), "fr",
			words("Aïcha Benoît Chloé Denis Élise Fatou Gilles Inès Jules Karim Léa Mamadou"),
			words("Aubert Bâ Cissé Diallo Étienne Fall Garnier Ilunga Joly Keïta Lambert Moreau")},
		{words("Asia/Kolkata Asia/Kathmandu"), "hi",
			words("अनिता भरत चित्रा दीपक एकता गीता हरीश इंदु जया कबीर लता मोहन"),
			words("वर्मा शर्मा यादव पटेल सिंह नायर मेहता कुमार दास जोशी")},
		{words("America/Sao_Paulo Europe/Lisbon Africa/Maputo Africa/Luanda America/Manaus"), "pt",
			words("Ana Bento Clara Davi Elisa Fábio Graça Heitor Iara João Lia Marcos"),
			words("Almeida Barros Costa Duarte Esteves Faria Gomes Lima Matos Nunes")},
		{words("Asia/Almaty Asia/Bishkek Europe/Chisinau Asia/Tashkent"), "ru",
			words("Айгуль Борис Вера Глеб Дина Егор Жанна Игорь Лада Марат Нина Олег"),
			words("Алиева Белов Волкова Громов Дудина Ежов Зорина Иванов Козлова Лапин")},
		{words("Africa/Cairo Asia/Beirut Asia/Amman Africa/Casablanca Africa/Tunis Asia/Gaza Asia/Baghdad Africa/Khartoum Africa/Algiers"), "ar",
			words("أمينة باسم جميلة داود هدى يوسف كريم ليلى مريم نادر سلمى طارق"),
			words("حداد خوري منصور نجار صباغ عيسى حسن سالم بركات درويش")},
	}
}

// crowd makes up people, always the same ones in the same order.
type crowd struct {
	random  *rand.Rand
	regions []region
	made    int
}

func newCrowd() *crowd { return &crowd{rand.New(rand.NewPCG(7, 11)), regions(), 0} }

// next makes up one more person. Their address is at a domain that no mail
// ever reaches.
func (c *crowd) next() people.Input {
	c.made++
	r := c.regions[c.made%len(c.regions)]
	if c.made%3 == 0 { // the larger languages come more often
		r = c.regions[c.random.IntN(3)]
	}
	name := r.given[c.random.IntN(len(r.given))] + " " + r.family[c.random.IntN(len(r.family))]
	return people.Input{Name: name, Address: fmt.Sprintf("person%d@example.org", c.made),
		Zone: r.zones[c.random.IntN(len(r.zones))], Language: r.language}
}
