/** Words of a review that no other reader of the books needs. */
export const REVIEW_CONCEPTS = {
  assistant_use: [
    'assistant|ai|bot|chatbot|model|models|llm cost*', 'cost* .. of|for the assistant|ai|bot|chatbot|model|models', 'spend|spent|paid|pay .. on|for .. assistant|ai|bot|chatbot|model|models|tokens', 'tokens', 'token use|usage|consumption|count',
    'model|models|version|versions|engine|llm|ai answered|answers|replied|served|handled|responded', 'answered|served|handled by|from which|what|each model|version', 'answers|replies|responses .. per|by|from|of .. model|version|engine', 'share of .. answers|replies|chats|turns|responses', 'how long .. assistant|ai|bot take*|took|need*',
    'assistant|ai|bot|answer response|answer times?|latency|speed', 'how fast|quick* .. assistant|ai|bot', 'answers|replies|turns .. failed|withheld|stopped', 'withheld answers?|replies', 'failed answers?|turns|replies',
  ],
  lockout: ['locked out', 'lock out', 'lockout*', 'account* .. locked', 'locked .. account*', 'throttled', 'throttling', 'blocked .. signing in|logging in|login|sign in', 'sign in|login blocked|stopped', 'too many attempts|tries|failed'],
  misuse: ['injection*', 'jailbreak*', 'prompt attack*', 'attack* .. prompt|assistant|bot|ai', 'manipulate .. assistant|bot|ai|model', 'trick* .. assistant|bot|ai|model', 'abuse*', 'misuse*', 'misused', 'social engineering', 'off limits', 'forbidden requests?', 'improper requests?', 'illegitimate', 'not allowed to ask'],
  call_noun: ['tool calls?', 'calls? of tools?', 'calls? to tools?', 'tool invocations?', 'function calls?', 'tool use|usage', 'tools .. called|used|run|invoked'],
  limits_word: ['limits?', 'mandate limits?', 'fee rate', 'fees?', 'targets?', 'target weights?', 'address', 'risk class|profile|score|rating', 'phone', 'e mail|email', 'master data', 'client records?|data', 'records', 'objective', 'tax residence', 'name', 'allocation'],
} as const satisfies Record<string, readonly string[]>;
