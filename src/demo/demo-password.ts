/** Every demo login has this password; docs/demo-firm.md and the start message say so. */
export const DEMO_PASSWORD = 'steward-demo';
