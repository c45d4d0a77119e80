import { defineEntity, p } from '@mikro-orm/core';
import { controlled, day, float, oneOf, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';
import { EXPOSURE_CLASSES } from '../trading/security.entity.ts';

const AssetAllocationTargetSchema = defineEntity({
  name: 'AssetAllocationTarget',
  tableName: 'AssetAllocationTargets',
  comment: 'Wanted weight of an exposure class in a portfolio from a day on. The rows of one valid_from sum to 1.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('Whose target'),
    assetClass: controlled(EXPOSURE_CLASSES).primary().comment('Exposure class: compare with exposure_class of a security'),
    validFrom: day().primary().comment('First day in force; the newest set in force counts'),
    targetFraction: float().comment('Wanted weight, fraction of the portfolio value'),
    minFraction: float().comment('Lower edge of the band, fraction'),
    maxFraction: float().comment('Upper edge of the band, fraction'),
    version: version().comment('Optimistic lock'),
  },
  checks: [oneOf('AssetAllocationTargets', 'asset_class', EXPOSURE_CLASSES)],
});

export class AssetAllocationTarget extends AssetAllocationTargetSchema.class {}
AssetAllocationTargetSchema.setClass(AssetAllocationTarget);

export const assetAllocationTargets = describeTable(AssetAllocationTarget, AssetAllocationTargetSchema, {
  access: clientOwned('portfolio.client', ['advisor']),
});
