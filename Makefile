# The two commands of a newcomer are `make demo` and `make test`; `make help` lists the rest.

SWIFT ?= swift
TOOLS := .build/test-tools
WITH_OTHER_PROGRAMS := 'MeterbridgeTests|OutputsTests|DashboardTests'

# What `make fuzz` fuzzes, stream, encrypted, modbus or state, and for how long.
TARGET ?= stream
SECONDS ?= 3600

# How many requests `make fuzz-modbus` makes over the wire.
REQUESTS ?= 2000000

# For how long `make soak` has everything happen at once.
MINUTES ?= 10

.PHONY: help bench bench-control-loop bench-decode bench-render bench-modbus demo build docs release fuzz fuzz-modbus fuzz-short soak test lint format prerequisites test-prerequisites clean

help:
	@echo "make demo     build and run the simulated house (Ctrl-C ends it)"
	@echo "make test     build and run every test"
	@echo "make release  build the program as it is shipped: .build/release/meterbridge"
	@echo "make bench    run every benchmark and print its table"
	@echo "make bench-control-loop  only the control loops, and their pictures: Documentation/pictures"
	@echo "make fuzz     fuzz a decoder for an hour: TARGET=stream, encrypted, modbus or state, SECONDS=3600"
	@echo "make fuzz-modbus  fuzz the Modbus server over the wire: REQUESTS=2000000, SANITIZER=thread or address if wanted"
	@echo "make fuzz-short  fuzz all of it for less than a minute, with the same inputs every time"
	@echo "make soak     trouble of all kinds at once, after which nothing may have grown: MINUTES=10"
	@echo "make docs     write the documentation of every register map and of the configuration file"
	@echo "make lint     check the formatting"
	@echo "make format   format all Swift files"
	@echo "make clean    remove everything that was built"

demo: build
	.build/debug/meterbridge demo

build: prerequisites
	$(SWIFT) build

release: prerequisites
	$(SWIFT) build -c release --static-swift-stdlib --product meterbridge

test: test-prerequisites
# Twice, because Foundation's Process, which some tests start other programs with, is blind to descriptors above 1023, and
# the tests of the server open more.
	$(SWIFT) test --skip $(WITH_OTHER_PROGRAMS)
	METERBRIDGE_TEST_TOOLS=$(abspath $(TOOLS)) $(SWIFT) test --filter $(WITH_OTHER_PROGRAMS)

bench: bench-modbus bench-control-loop
	$(SWIFT) run -c release benchmarks

bench-decode bench-render: bench-%: prerequisites
	$(SWIFT) run -c release benchmarks $*

# pymodbus is among the tools of the tests.
bench-modbus: test-prerequisites
	METERBRIDGE_TEST_TOOLS=$(abspath $(TOOLS)) $(SWIFT) run -c release benchmark-modbus

# The pictures are the same on every machine, because chance and time are simulated.
bench-control-loop: prerequisites
	$(SWIFT) run -c release benchmark-control-loop Documentation/pictures

fuzz: prerequisites
	Fuzzing/run.sh $(TARGET) for $(SECONDS)

fuzz-short: prerequisites
	Fuzzing/run.sh stream runs 15000
	Fuzzing/run.sh encrypted runs 15000
	Fuzzing/run.sh modbus runs 100000
	Fuzzing/run.sh state runs 15000
	$(SWIFT) build --product meterbridge
	PROGRAM=.build/debug/meterbridge Fuzzing/Wire/run.sh 20000

fuzz-modbus: release
	Fuzzing/Wire/run.sh $(REQUESTS)

soak: release
	Benchmarks/Soak/soak.py .build/release/meterbridge $(MINUTES)

# A test fails while these are not what the maps say.
docs: prerequisites
	$(SWIFT) build --product meterbridge
	rm -rf Documentation/profiles
	mkdir -p Documentation/profiles
	for map in RegisterMaps/*.map; do name=$$(basename $$map .map); \
		.build/debug/meterbridge maps export $$name --format markdown >Documentation/profiles/$$name.md || exit 1; \
	done
	.build/debug/meterbridge check --reference >Documentation/configuration.md

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Plugins RegisterMaps Benchmarks Fuzzing

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Plugins RegisterMaps Benchmarks Fuzzing

# What building needs and what testing needs beside it, by the system's package manager.
prerequisites:
	@Packaging/install-prerequisites.sh build

test-prerequisites:
	@Packaging/install-prerequisites.sh build test
	@Packaging/install-test-tools.sh $(TOOLS)

clean:
	rm -rf .build
