// The first file of Files.
