"""The keys that the money's rules know by name. Keys are for ever; labels are the edition's."""

# Sources of funding
MIN_NHS = "min_nhs"
DFG = "dfg"
IBCF = "ibcf"
WINTER = "winter"
DISCHARGE_COUNCIL = "disch_la"
DISCHARGE_ICB = "disch_icb"

# Required minimums
SOCIAL_CARE_MINIMUM = "asc_min"
OUT_OF_HOSPITAL_MINIMUM = "nhs_ooh"

# Areas of spend
ACUTE = "acute"
SOCIAL_CARE = "social-care"

# Commissioners
COUNCIL = "la"
NHS = "nhs"
JOINT = "joint"

# Scheme types, and the sub type and type that say nothing by themselves
ADMINISTRATION = "administration"
CARERS = "carers-services"
DFG_TYPES = (
    "dfg-related-schemes",
    "housing-related-schemes",
    "assistive-technologies-and-equipment",
)
OTHER = "other"
