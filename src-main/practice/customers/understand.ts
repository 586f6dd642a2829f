import type { Language, Question, Tell } from './character.ts'

/** What a customer gets out of a message of the shop. */
export type Understanding = {
  readonly asks: readonly Question[]
  readonly tells: readonly Tell[]
  readonly isQuestion: boolean
  readonly wordCount: number
  readonly language: Language | null
}

/** Reads a message for what it asks and tells, in any of the four languages: people here use a translator if they must. */
export function understand(text: string): Understanding {
  const plain = folded(text)
  const isQuestion = plain.includes('?')
  const isAsking = isQuestion || REQUEST.test(plain)
  const asks = QUESTIONS.filter(([, pattern, needsMark]) => isAsking && pattern.test(plain) && (isQuestion || needsMark !== true)).map(
    ([question]) => question,
  )
  // "Saturday or Sunday?" tells no day; "Saturday, all right?" does.
  const told = asks.includes('confirm') ? plain : statementsOf(plain)
  return {
    asks,
    tells: TELLS.filter(([, pattern]) => pattern.test(told)).map(([tell]) => tell),
    isQuestion: isQuestion || asks.length > 0,
    wordCount: plain.split(/[^\p{L}\p{N}$]+/u).filter((word) => word !== '').length,
    language: guessLanguage(plain),
  }
}

function statementsOf(plain: string): string {
  return plain
    .split(/(?<=[.!?\n])\s+/)
    .filter((sentence) => !sentence.trimEnd().endsWith('?'))
    .join(' ')
}

/** Lower case, no accents, so that people may type as they do. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

// People leave the question mark out. "I noted your address" asks nothing; "send me your address" does.
const REQUEST =
  /\b(me (passa|passe|manda|mande|envia|envie|diz|diga|informa|informe|fala|confirma)|pod\w+ (me )?(passar|mandar|enviar|informar|dizer|confirmar)|qual|quais|quando|onde|como|quant[oa]s?|preciso (do|da|de)|informe|mande|envie|send (me|us)|give (me|us)|tell (me|us)|could you|what|which|where|when|how|pasa(me|nos)|manda(me|nos)|deci(me|nos)|necesit\w+|cual|cuando|donde|cuant[oa]s?|ngicela|ngithumelele|nini|kuphi|ngubani|ubani|yikuphi|posso|shall i)\b/

// In order of how much they say; the first two found are answered. The third column: only with a question mark.
const QUESTIONS: readonly (readonly [Question, RegExp, true?])[] = [
  [
    'order-number',
    /numero d[oe] (seu )?pedido|codigo do pedido|qual (e )?o pedido|order (number|no|id)|numero de (tu |su )?pedido|inombolo ye-?oda/,
  ],
  [
    'photo',
    /\b(manda|mande|enviar?|envia|tem|pode mandar)\b.{0,20}\b(foto|imagem)|\bsend\b.{0,20}\b(photo|picture)|\b(mandas?|enviar?|envias?)\b.{0,20}\bfoto|ngithumelele isithombe|isithombe\?/,
  ],
  ['document', /\b(cpf|cnpj|rg|passaporte|passport|dni|id number)\b/],
  ['email', /e-?mail|correo/],
  ['location', /localizacao|send (me )?your location|mand\w* (a |tu )?ubicacion|\bubicacion\?/],
  [
    'address',
    /endereco|\bcep\b|\bbairro|onde (voce )?mora|qual rua|entregar onde|\baddress\b|where (should|do) (we|i) (deliver|send)|direccion|ikheli|uhlala kuphi/,
  ],
  [
    'phone',
    /(seu|outro|qual o) (telefone|celular|numero(?! do pedido))|phone number|contact number|(tu|su) (telefono|numero|celular)|inombolo yocingo/,
  ],
  [
    'name',
    /(seu|qual o|qual e o|qual seu) nome|com quem (eu )?(falo|estou falando)|nome completo|em nome de quem|your name|who am i (speaking|talking)|what name|(tu|su) nombre|nombre completo|como te llamas|igama lakho|ubani igama|ngubani/,
  ],
  [
    'occasion',
    /(qual|para que) (a )?ocasiao|e (para )?presente\b|e aniversario|what('s| is) the occasion|is it a (gift|present|birthday)|para que ocasion|es (un )?regalo|umcimbi/,
  ],
  [
    'budget',
    /orcamento|quanto (voce )?(quer|pretende|pensa em) gastar|ate quanto|faixa de preco|budget|how much (do|would) you (want|like) to spend|presupuesto|cuanto quer\w+ gastar|isabelomali/,
  ],
  [
    'payment',
    /(como|forma|meio|qual).{0,20}pag\w+|vai pagar|pix ou|cartao ou|pix, ?(cartao|dinheiro)|debito ou|how (would|will|do) you.{0,12}pay|cash or card|card or cash|como (vas|va|quer\w+) a? ?pagar|efectivo o|uzokhokha kanjani|ukhokha/,
  ],
  [
    'delivery',
    /(entrega|entregar|envi\w+).{0,20}\bou\b.{0,12}(retira|busca)|(retirar?|buscar?|pegar?).{0,24}\bou\b.{0,12}(entrega|enviar|receber)|retira na loja|vem (buscar|retirar)|pick.?up or deliver|deliver\w* or pick|come (and|to) (pick|collect)|retir\w+ o envi|pasas a buscar|uzolanda|uzoyilanda|silethe/,
  ],
  [
    'when',
    /(que|qual) (dia|hora|horario|data)|(pra|para) quando|quando (voce )?(precisa|quer|vem|seria|passa|pode|e )|que horas|a que horas|what (time|day|date)|when (do|would|will|should|is|are)|que dia|para cuando|cuando (lo|la|pas|vien|nec)|a que hora|nini\b|ngaliphi ilanga|sikhathi sini/,
    true,
  ],
  ['quantity', /quant[oa]s\b|qual (a )?quantidade|how many|cuant[oa]s\b|mangaki|zingaki/],
  [
    'which',
    /\bqual\b.{0,24}\b(sabor|cor|tamanho|modelo|recheio|prefere|deles|delas|tipo)|que (sabor|cor|tamanho|recheio|tipo)|prefere|which|what (size|colou?r|flavou?r|kind|type)|que (sabor|color|tamano)|cual (prefer|de|te|color|sabor|tamano)|prefer\w+s\b|yikuphi|hlobo luni|umbala muni/,
  ],
  [
    'confirm',
    /posso (confirmar|fechar|reservar|separar|agendar|anotar)|(confirma|fechado|combinado|fechamos|pode ser|tudo certo|tudo bem assim|esta bom|ta bom|serve)\s*\?|shall i (confirm|book|reserve)|(is|does) that (ok|okay|work|fine|suit)|sounds good\?|(te|le) (parece|sirve|reservo)|confirmo\?|kulungile\?|ngiqinisekise/,
  ],
  ['anything-else', /algo mais|mais alguma coisa|precisa de mais|anything else|algo mas|alguna otra cosa|okunye/],
  ['wellbeing', /tudo bem( com voce)?\s*\?|como (voce )?(vai|esta)\s*\?|tudo bom\s*\?|how are you|como (estas|te va|anda)|unjani|ninjani/],
]

const TELLS: readonly (readonly [Tell, RegExp])[] = [
  [
    'unavailable',
    /\b(nao temos|nao tem|nao ha|acabou|acabaram|esgotad\w+|em falta|indisponivel|nao fazemos|nao trabalhamos|infelizmente|nao consigo|nao conseguimos|nao vai dar)\b|out of stock|sold out|we don'?t (have|do|make)|unfortunately|not available|no (tenemos|hay|hacemos)|agotad\w|lamentablemente|asinawo|asinayo|ayikho|aphelile/,
  ],
  [
    'no-discount',
    /(nao|sem) (\w+ ){0,4}desconto|preco (ja )?e (esse|fixo|final)|menor preco|no discount|can'?t (do|give|offer) (a |any )?discount|best price|sin descuento|no (\w+ ){0,3}descuento|asikho isaphulelo/,
  ],
  [
    'discount',
    /\d+ ?% (de )?(desconto|off|descuento|discount)|\b(dou|damos|faco|fazemos|consigo|posso|conseguimos)\b.{0,24}(desconto|por r\$|por \d)|fica por|sai por|com desconto|give you.{0,16}discount|discount of|can do (it )?for|te (hago|dejo|doy)|con descuento|isaphulelo/,
  ],
  [
    'price',
    /r\$ ?\d|\d+ ?(reais|real|conto|pila)\b|\breais\b|\d+,\d\d|\$ ?\d|€ ?\d|\busd\b|custa|o valor (e|fica|sai)|\bcosts?\b|cuesta|kubiza|amarandi|\br\d{2,}/,
  ],
  ['free', /gratis|gratuit\w|sem custo|por nossa conta|cortesia|for free|free of charge|on the house|de regalo|mahhala/],
  ['payment-key', /chave pix|\bpix\b|\bcnpj\b|link de pagamento|payment link|transferencia|alias/],
  ['link', /https?:\/\/|www\.|\.com\b|catalogo|catalogue|catalog/],
  [
    'wait',
    /(um|so um|1) (momento|minut\w+|instante|segund\w+)|\bja (te )?(vejo|verifico|retorno|respondo|volto|confirmo)|vou (verificar|ver|checar|conferir|consultar|perguntar)|aguarde|one (moment|minute|second|sec)|hold on|let me (check|see)|just a (moment|minute|sec)|i'?ll (check|get back)|un (momento|minuto|segundo)|dejame (ver|revisar)|ya (te|lo) (confirmo|reviso|averiguo)|ngicela ulinde|linda kancane|ake ngibheke/,
  ],
  ['apology', /desculp|perdao|perdoe|sinto muito|lament|sentimos|sorry|apolog|disculp|perdon\b|siyaxolisa|ngiyaxolisa|uxolo/],
  [
    'on-the-way',
    /saiu para entrega|a caminho|ja (foi|esta) (enviad|indo)|motoboy|entregador|on (its|the) way|out for delivery|en camino|isendleleni/,
  ],
  [
    'ready',
    /\b(esta|ta|ficou|fica) pront[oa]|pode (vir )?(buscar|retirar|pegar|passar)|is ready|ready for|you can (pick|collect|come)|esta list[oa]|pod\w+ (pasar|retirar|venir)|isilungile|lungile|ungalanda/,
  ],
  [
    'time',
    /\b\d{1,2} ?(h|hrs|horas)\b|\b\d{1,2}:\d\d\b|\b\d{1,2}h\d\d\b|\b(hoje|amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo)\b|dias uteis|\d+ (dias|minutos|horas)|\b(am|pm)\b|\b\d(am|pm)\b|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\b(hoy|manana|lunes|martes|miercoles|jueves|viernes)\b|namhlanje|kusasa|ngolwesi|ngomgqibelo|ngesonto|ngomsombuluko|ihora/,
  ],
  [
    'ingredients',
    /gluten|lactose|acucar|sem leite|vegan\w*|amendoim|castanha|nuts?\b|dairy|sugar|ingredient|contem|contains|contiene|azucar|ushukela|amantongomane/,
  ],
  [
    'place',
    /\brua\b|\bavenida\b|\bav\.|\bmetro\b|vila mariana|estamos (na|no|em)|ficamos|nossa loja|we('| a)re (at|on|in|near)|our (shop|address|store)|calle|estamos (en|a)|sise|sitholakala/,
  ],
  [
    'available',
    /\b\w+ sim\b|\b(entrega|envia|aceita|reserva|separa|guarda)mos\b|\btemos\b|\btem sim\b|\bsim,? tem|disponivel|a pronta entrega|fazemos( sim)?\b|consigo( sim)?\b|conseguimos|da sim\b|claro|com certeza|we (do|have|can|make)|available|of course|sure\b|absolutely|tenemos|hacemos|claro que si|por supuesto|sinawo|sinayo|sinazo|yebo|impela/,
  ],
  [
    'picture',
    /\b(segue|olha|veja|aqui esta|mando|envio)\b.{0,16}(foto|imagem)|here('s| is) (a |the )?(photo|picture)|aqui (va|esta) la foto|nasi isithombe/,
  ],
  ['thanks', /obrigad|agradec|thank|gracias|ngiyabonga|siyabonga/],
  [
    'bye',
    /ate (logo|mais|breve|amanha)|tchau|bom (dia|fim de semana) (pra|para) (voce|vc)|tenha (um|uma)|bye|see you|have a (nice|great|good)|hasta (luego|pronto|manana)|que tengas|hamba kahle|sala kahle|usale kahle/,
  ],
  [
    'greeting',
    /^(oi|ola|bom dia|boa tarde|boa noite|hello|hi|hey|good (morning|afternoon|evening)|hola|buen(os|as)|sawubona|sanibonani)\b/,
  ],
  ['no', /^(nao|no|cha|nope|infelizmente nao)\b/],
  ['yes', /^(sim|isso|claro|yes|yep|si|yebo|com certeza|pode sim)\b/],
]

const COMMON_WORDS: Readonly<Record<Language, RegExp>> = {
  pt: /\b(voce|nao|obrigad[oa]|bom dia|boa tarde|boa noite|temos|para|uma?|com|que|fica|pode|seu|sua|ola|oi|sim|entrega|loja|hoje|amanha|posso|qual|quer)\b/g,
  en: /\b(the|you|we|is|are|and|your|for|have|can|with|hello|hi|yes|it|please|would|of|at|today|tomorrow|from|our|this)\b/g,
  es: /\b(el|los|las|usted|hola|buenos|buenas|gracias|tenemos|para|una?|con|que|puede|puedes|tu|su|si|tienda|hoy|manana|cual|quieres|queres|y|del)\b/g,
  zu: /\b(yebo|cha|sawubona|sanibonani|ngiyabonga|siyabonga|sinawo|kanjani|wena|nini|kusasa|namhlanje|kulungile|ngicela|igama|malini|uma|kodwa|futhi|unjani|sicela|lakho)\b/g,
}

function guessLanguage(plain: string): Language | null {
  const scored = (['pt', 'en', 'es', 'zu'] as const).map((language) => ({
    language,
    score: plain.match(COMMON_WORDS[language])?.length ?? 0,
  }))
  scored.sort((left, right) => right.score - left.score)
  const [best, second] = scored
  return best === undefined || best.score === 0 || best.score === second?.score ? null : best.language
}
