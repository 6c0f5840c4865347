export const numbers = new Intl.NumberFormat('en-US')
