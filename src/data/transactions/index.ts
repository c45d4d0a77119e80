export { bookTransactions, cancelTransaction, correctTransaction, type Booked, type BookingContext, type TransactionPatch } from './book-transactions.ts';
export type { NewTransaction } from './new-transaction.ts';
export { saveFxRates, savePrices, type NewPrice, type NewRate, type OnRepeat, type SavedQuotes } from './save-quotes.ts';
export { toDomain } from './to-domain.ts';
export { selectTransactions, type TransactionRow } from './transaction-row.ts';
