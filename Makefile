PREFIX ?= /usr/local
BUILD := swift build -c release
CODE := Package.swift Sources Plugins Tests $(addprefix Benchmarks/,Package.swift Benchmarks TimedModels Timings) $(addprefix Fuzzing/,Package.swift Readers Sources)

.PHONY: demo test bench install dist format lint docs setup

# What a new user runs first.
demo: setup
	$(BUILD) --product hipzoo
	scripts/demo

# Release builds: tests that train are fifty times slower without optimisation. No test looks behind `public` and
# `package`, so that the tests stand on the tree that `swift build` made.
TEST := swift test -c release --disable-testable-imports

test: setup
	@scripts/test $(TEST)

# The parts by themselves; scripts/compare-with-pytorch times the whole.
bench: setup
	swift package --package-path Benchmarks --allow-writing-to-package-directory benchmark --target HipZooBenchmarks

# One binary with the Swift runtime linked in and the manifests embedded.
install: setup
	$(BUILD) --product hipzoo --static-swift-stdlib
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $$($(BUILD) --show-bin-path)/hipzoo $(DESTDIR)$(PREFIX)/bin/hipzoo
	@echo "installed $(DESTDIR)$(PREFIX)/bin/hipzoo; system libraries it needs:"
	@(ldd $(DESTDIR)$(PREFIX)/bin/hipzoo || otool -L $(DESTDIR)$(PREFIX)/bin/hipzoo) 2>/dev/null | awk '{print "  " $$1}'
	@echo "  libcurl, when it downloads"

# One archive that needs nothing but glibc: the Swift runtime linked in, the other libraries beside the program.
dist: setup
	scripts/dist

format:
	swift format --in-place --recursive $(CODE)

lint:
	swift format lint --strict --recursive $(CODE)

# The documentation of the core and its tensors, for a browser: 'python3 -m http.server --directory docs/api 8000' and then
# http://localhost:8000/documentation/, since its front page is not at the top. A warning is an error.
docs:
	HIPZOO_DOCS=1 swift package --scratch-path .build-docs --allow-writing-to-directory docs/api \
	  generate-documentation --target Tensors --target Faults --target Scores --target Protocols --target Zoo --enable-experimental-combined-documentation \
	  --warnings-as-errors --output-path docs/api \
	  --transform-for-static-hosting
	@echo "read it: python3 -m http.server --directory docs/api 8000, then http://localhost:8000/documentation/"

setup:
	@scripts/setup
