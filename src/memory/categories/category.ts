export { type RequestCategory as Category, requestCategories as categories } from '../../core/config.ts'
