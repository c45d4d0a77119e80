import { defineEntity, p } from '@mikro-orm/core';
import { controlled, country, day, flag, id, instant, oneOf, text, version } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Client } from './client.entity.ts';
import { User } from './user.entity.ts';

export const KYC_STATUSES = ['pending', 'verified', 'expired', 'rejected'] as const;
export const KYC_LEVELS = ['simplified', 'standard', 'enhanced'] as const;
export const AML_RISKS = ['low', 'medium', 'high'] as const;
export const KYC_DOCUMENTS = ['passport', 'identity_card', 'residence_permit', 'trust_deed'] as const;

const KycVerificationSchema = defineEntity({
  name: 'KycVerification',
  tableName: 'KYCVerification',
  comment: 'One identity verification of a client. The newest row by submission counts. Valid through its expiry day.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Who was verified'),
    status: controlled(KYC_STATUSES).comment('Pending, verified, expired or rejected; expiry is also read from expires_on'),
    level: controlled(KYC_LEVELS).comment('Depth of due diligence'),
    documentType: controlled(KYC_DOCUMENTS).comment('Document shown'),
    documentNumber: text(60).nullable().comment('Number of the document; never shown'),
    documentCountry: country().nullable().comment('Issuing country, ISO 3166-1 alpha-2'),
    sourceOfFunds: text(200).nullable().comment('Stated source of funds'),
    amlRisk: controlled(AML_RISKS).comment('Money-laundering risk class'),
    isPoliticallyExposed: flag().comment('True for a politically exposed person'),
    sanctionsCheckedOn: day().nullable().comment('Day of the last sanctions screening'),
    submittedOn: day().comment('Day the verification began'),
    verifiedOn: day().nullable().comment('Day it was passed'),
    expiresOn: day().nullable().comment('Last day of validity'),
    verifiedBy: () => p.manyToOne(User).index(false).nullable().deleteRule('set null').comment('Who passed or rejected it'),
    rejectionReason: text(400).nullable().comment('Why it was rejected'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'kyc_verification_client', properties: ['client', 'submittedOn'] },
    { name: 'kyc_verification_expiry', properties: ['expiresOn'] },
    { name: 'kyc_verification_verified_by', properties: ['verifiedBy'] },
  ],
  checks: [
    oneOf('KYCVerification', 'status', KYC_STATUSES),
    oneOf('KYCVerification', 'level', KYC_LEVELS),
    oneOf('KYCVerification', 'document_type', KYC_DOCUMENTS),
    oneOf('KYCVerification', 'aml_risk', AML_RISKS),
  ],
});

export class KycVerification extends KycVerificationSchema.class {}
KycVerificationSchema.setClass(KycVerification);

export const kycVerifications = describeTable(KycVerification, KycVerificationSchema, {
  access: clientOwned('client', ['advisor']),
  personal: ['documentType', 'documentCountry', 'sourceOfFunds', 'amlRisk', 'isPoliticallyExposed', 'rejectionReason'],
  staffOnly: ['amlRisk', 'sanctionsCheckedOn'],
  secret: ['documentNumber'],
});
