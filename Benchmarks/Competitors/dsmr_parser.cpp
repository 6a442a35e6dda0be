// SPDX-License-Identifier: Apache-2.0

// Measures dsmr_parser (https://github.com/esphome-libs/dsmr_parser) on a file of telegrams.
//
//     dsmr_parser FILE ROUNDS RUNS
//
// Each run reads the telegrams of the file ROUNDS times from memory, checksums verified. Prints the nanoseconds per telegram
// of the best and of the median run, how many telegrams a round accepts, and the sum of their power in watts. Whatever the
// parser refuses ends the program, so that nobody measures refusals.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "dsmr_parser/fields.h"
#include "dsmr_parser/packet_accumulator.h"
#include "dsmr_parser/parser.h"

using namespace dsmr_parser;
using namespace dsmr_parser::fields;

// Every line of the simulated meter's telegram, in the order of its lines, which is the parser's order of search.
using Reading = ParsedData<
    identification, p1_version, timestamp, equipment_id,
    energy_delivered_tariff1, energy_delivered_tariff2, energy_returned_tariff1, energy_returned_tariff2,
    electricity_tariff, power_delivered, power_returned,
    electricity_failures, electricity_long_failures, electricity_failure_log,
    electricity_sags_l1, electricity_sags_l2, electricity_sags_l3,
    electricity_swells_l1, electricity_swells_l2, electricity_swells_l3, message_long,
    voltage_l1, voltage_l2, voltage_l3, current_l1, current_l2, current_l3,
    power_delivered_l1, power_delivered_l2, power_delivered_l3,
    power_returned_l1, power_returned_l2, power_returned_l3,
    gas_device_type, gas_equipment_id, gas_delivered,
    water_device_type, water_equipment_id, water_delivered>;

struct Totals {
    long telegrams = 0;
    long watts = 0;
};

static Totals read_all(const std::vector<uint8_t>& bytes, PacketAccumulator& accumulator) {
    Totals totals;
    for (const uint8_t byte : bytes) {
        // The accumulator is the only part of the library that verifies a checksum, and it takes single bytes.
        const auto telegram = accumulator.process_byte(byte);
        if (!telegram) continue;
        Reading reading;
        if (!DsmrParser::parse(reading, *telegram, /* unknown_error */ true) || !reading.all_present()) {
            std::fprintf(stderr, "telegram %ld is refused or lacks a line\n", totals.telegrams + 1);
            std::exit(1);
        }
        totals.telegrams += 1;
        totals.watts += reading.power_delivered.int_val() - reading.power_returned.int_val();
    }
    return totals;
}

static void show_first_problem(LogLevel level, const char* format, va_list arguments) {
    static bool is_shown = false;
    if (level < LogLevel::DEBUG || is_shown) return;
    is_shown = true;
    std::vfprintf(stderr, format, arguments);
    std::fputc('\n', stderr);
}

int main(int count, char** arguments) {
    if (count != 4) {
        std::fprintf(stderr, "usage: %s FILE ROUNDS RUNS\n", arguments[0]);
        return 2;
    }
    std::ifstream file(arguments[1], std::ios::binary);
    const std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const long rounds = std::max(1L, std::strtol(arguments[2], nullptr, 10));
    const long runs = std::max(1L, std::strtol(arguments[3], nullptr, 10));

    // Room for the longest telegram of a P1 port several times over.
    std::array<uint8_t, 8192> buffer{};
    PacketAccumulator accumulator(buffer, /* check_crc */ true);
    Logger::set_log_function(show_first_problem);
    const Totals expected = read_all(bytes, accumulator);
    const long starts = std::count(bytes.begin(), bytes.end(), '/');
    if (expected.telegrams == 0 || expected.telegrams != starts) {
        std::fprintf(stderr, "%ld telegrams of %ld are accepted\n", expected.telegrams, starts);
        return 1;
    }
    Logger::set_log_function([](LogLevel, const char*, va_list) {});

    std::vector<double> nanoseconds;
    for (long run = 0; run < runs; ++run) {
        Totals totals;
        const auto start = std::chrono::steady_clock::now();
        for (long round = 0; round < rounds; ++round) {
            const Totals more = read_all(bytes, accumulator);
            totals.telegrams += more.telegrams;
            totals.watts += more.watts;
        }
        const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - start;
        if (totals.telegrams != rounds * expected.telegrams || totals.watts != rounds * expected.watts) {
            std::fprintf(stderr, "a run read other values than the first\n");
            return 1;
        }
        nanoseconds.push_back(elapsed.count() / static_cast<double>(totals.telegrams));
    }
    std::sort(nanoseconds.begin(), nanoseconds.end());
    std::printf("%.0f %.0f %ld %ld\n", nanoseconds.front(), nanoseconds[nanoseconds.size() / 2], expected.telegrams,
                expected.watts);
}
