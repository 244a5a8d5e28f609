/// The program of a new process entry in R, which needs no package; the contract is docs/process-entries.md.
enum RTemplate {
  static let program = #"""
    #!/usr/bin/env Rscript
    # One sentence that says what this entry learns, and where the method was published.
    #
    # HipZoo calls it in a folder of its own, with the word fit or predict; docs/process-entries.md says what is in the
    # files. Here: every output of a frame is a linear function of the angles of that frame. Needs nothing but R.

    # The number of a key of a JSON text, and the numbers of a list.
    number <- function(text, key) {
      as.numeric(sub(paste0('.*"', key, '" *: *(-?[0-9.eE+-]+).*'), "\\1", text))
    }
    numbers <- function(text, key) {
      list <- sub(paste0('.*"', key, '" *: *\\[([^]]*)\\].*'), "\\1", text)
      as.numeric(strsplit(list, ",")[[1]])
    }

    # An array of a safetensors file: eight bytes of length, a JSON header, the numbers. Axes come last one first, since R
    # counts the first axis fastest: [trials, frames, inputs] is an array of inputs x frames x trials here.
    read_array <- function(path, name) {
      file <- file(path, "rb")
      on.exit(close(file))
      length <- sum(as.integer(readBin(file, "raw", 8)) * 256^(0:7))
      header <- rawToChar(readBin(file, "raw", length))
      entry <- sub(paste0('.*"', name, '" *: *\\{([^}]*)\\}.*'), "\\1", header)
      offsets <- numbers(entry, "data_offsets")
      seek(file, 8 + length + offsets[1])
      values <- readBin(file, "numeric", (offsets[2] - offsets[1]) / 4, size = 4, endian = "little")
      array(values, rev(numbers(entry, "shape")))
    }

    # Writes the one array of predictions, given in the order of R, as float64.
    write_predictions <- function(values) {
      shape <- paste(rev(dim(values)), collapse = ",")
      bytes <- format(8 * length(values), scientific = FALSE)
      header <- sprintf('{"predictions":{"dtype":"F64","shape":[%s],"data_offsets":[0,%s]}}', shape, bytes)
      file <- file("predictions.safetensors", "wb")
      on.exit(close(file))
      writeBin(as.raw(nchar(header) %/% 256^(0:7) %% 256), file)
      writeBin(charToRaw(header), file)
      writeBin(as.vector(values), file, size = 8, endian = "little")
    }

    # A row for every frame, the last column a constant.
    rows <- function(inputs) cbind(t(matrix(inputs, nrow = dim(inputs)[1])), 1)

    fit <- function(call) {
      inputs <- read_array("training.safetensors", "inputs") # validation.safetensors may be there too
      targets <- read_array("training.safetensors", "targets")
      x <- rows(inputs)
      y <- t(matrix(targets, nrow = dim(targets)[1]))
      penalty <- diag(number(call, "penalty"), ncol(x))
      saveRDS(solve(crossprod(x) + penalty, crossprod(x, y)), "model/weights.rds")
    }

    predict_call <- function(call) {
      inputs <- read_array("inputs.safetensors", "inputs")
      outputs <- t(rows(inputs) %*% readRDS("model/weights.rds"))
      write_predictions(array(outputs, c(nrow(outputs), dim(inputs)[2:3])))
    }

    call <- paste(readLines("call.json", warn = FALSE), collapse = "")
    switch(tail(commandArgs(trailingOnly = TRUE), 1), fit = fit(call), predict = predict_call(call))

    """#
}
