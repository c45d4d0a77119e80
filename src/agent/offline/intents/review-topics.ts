import type { TopicTable } from './topic.ts';

/** What only a review asks: how the assistant is used and what it costs, and who was locked out. */
export const REVIEW_TOPICS = {
  assistant_use: {
    intent: 'conversation_history', personas: ['auditor'], requires: ['assistant_use'],
    features: { assistant_use: 3, assistant: 0.6, model: 0.6, '#period': 0.3, '#recommendation': -3, plural_recommendations: -1.5, tool: -1.5, api: -2, system: -0.5, override: -2 },
  },
  login_list: { intent: 'login_security', personas: ['auditor'], requires: ['login_list'], features: { login_list: 4, list: 0.4 } },
  lockouts: { intent: 'login_security', personas: ['auditor'], requires: ['lockout'], features: { lockout: 3, sign_in: 0.4, '@client': 0.3, '#period': 0.2, list: 0.2 } },
} as const satisfies TopicTable;
