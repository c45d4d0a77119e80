import { z } from 'zod';
import { loadNotificationSettings } from '../../src/data/communication/load-service.ts';
import { saveNotificationSetting } from '../../src/data/communication/save-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { notificationChannel, notificationKind, type NotificationKindName } from './notification-kinds.ts';

const input = z.strictObject({ kind: notificationKind, channel: notificationChannel, enabled: z.boolean() });
type Input = z.output<typeof input>;

export const setNotificationPreference = defineTool({
  name: 'set_notification_preference', effect: 'write', version: 1, roles: ['client', 'advisor'],
  purpose: 'Switches one of the signed-in person\u2019s notifications on or off, by kind and channel.',
  input,
  async preview(asked, context) {
    return show(asked, await current(asked, context), context, 'Notification setting to be changed');
  },
  async run(asked, context) {
    const before = await current(asked, context);
    await saveNotificationSetting(context.db, { ...asked, kind: asked.kind as NotificationKindName }, context); // the schema has turned other words into a kind on record
    return show(asked, before, context, 'Notification setting changed');
  },
});

async function current({ kind, channel }: Input, { db }: ToolContext): Promise<string | null> {
  const { rows } = await loadNotificationSettings(db, { kind, channel });
  return rows[0] ? (rows[0].enabled ? 'on' : 'off') : null;
}

function show({ kind, channel, enabled }: Input, before: string | null, { clock }: ToolContext, title: string) {
  return answer({
    title, asOf: clock.today(), caveats: before === (enabled ? 'on' : 'off') ? ['It is set so already.'] : [],
    facts: [fact('kind', 'Notification', kind.replaceAll('_', ' ')), fact('channel', 'Channel', channel), fact('before', 'Before', before), fact('after', 'After', enabled ? 'on' : 'off')],
  });
}
