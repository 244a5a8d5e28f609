import Files
print(compiledArchitectures, digest())
