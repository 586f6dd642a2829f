/** Meta's codes: those of the program's markets first, as most shops need no other, then the rest of what Meta takes. */
export const commonLanguages = ['pt_BR', 'en', 'en_US', 'en_GB', 'es', 'es_MX', 'es_AR', 'zu', 'af', 'pt_PT'] as const

const others =
  'ar az be_BY bg bn bn_IN ca cs da de de_AT de_CH el en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA es_CL es_CO es_CR es_DO es_EC es_ES es_HN es_PA es_PE es_UY et fa fi fil fr fr_BE fr_CA fr_CH fr_CI fr_MA ga gu ha he hi hr hu id it ja ka kk kn ko ky_KG lo lt lv mk ml mr ms nb nl nl_BE pa pl ps_AF ro ru rw_RW si_LK sk sl sq sr sv sw ta te th tr uk ur uz vi zh_CN zh_HK zh_TW'

export const otherLanguages: readonly string[] = others.split(' ')
