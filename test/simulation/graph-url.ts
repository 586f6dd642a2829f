/** Where WhatsApp is, in every simulated world; the token goes nowhere else. */
export const GRAPH_URL = 'https://graph.test'
