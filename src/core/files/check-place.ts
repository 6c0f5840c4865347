/** What to do where something could not be written. */
export const checkPlace = 'Check that the folder can be written to and that the disk is not full.'
