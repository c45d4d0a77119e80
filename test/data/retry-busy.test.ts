import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { retriedTransaction } from '../../src/data/retry-conflicts.ts';
import { Tag } from '../../src/entities/tagging/tag.entity.ts';
import { givenDatabase } from '../support/databases.ts';

test('a transaction on the embedded database that another process has overtaken is done again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-busy-'));
  const file = join(folder, 'steward.sqlite');
  const ours = await givenDatabase('sqlite', file);
  // A connection of its own, as another process has one.
  const theirs = new DatabaseSync(file);
  try {
    let attempts = 0;
    await retriedTransaction(ours.orm.em.fork(), async (tx) => {
      attempts += 1;
      const seen = await tx.count(Tag);
      // Between our reading and our writing, they write.
      if (attempts === 1) theirs.exec("insert into Tags (id, name) values ('theirs', 'theirs')");
      await tx.insert(Tag, { id: `ours after ${seen}`, name: 'ours' });
    });
    expect(attempts).toBe(2);
    expect((await ours.orm.em.fork().find(Tag, {}, { orderBy: { id: 'asc' } })).map(({ id }) => id)).toEqual(['ours after 1', 'theirs']);
  } finally {
    theirs.close();
    await ours.close();
    rmSync(folder, { recursive: true });
  }
});
