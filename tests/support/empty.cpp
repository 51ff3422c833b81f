// Keeps the support library linkable before its first real file.
