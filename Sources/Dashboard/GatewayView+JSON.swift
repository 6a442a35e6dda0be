// SPDX-License-Identifier: Apache-2.0

import JSON
import Metering

extension GatewayView {
    /// The status as JSON: what `/api/v1/status` answers and each live event carries. Names and shapes are promised.
    ///
    /// A meter's values stand under `quantities` only while it is fresh; otherwise that is empty and they stand under
    /// `last_quantities`, so that no program takes an old value for a new one without asking for it.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 512 + meters.count * 8192)
        writer.object { writer in
            writer.member("version", version)
            writer.member("started_at", startedAt)
            writer.member("simulated", isSimulated)
            writer.key("meters")
            writer.array { writer in
                for meter in meters { meter.write(to: &writer) }
            }
            writer.key("consumers")
            writer.array { writer in
                for consumer in consumers { consumer.write(to: &writer) }
            }
            writer.key("server")
            writer.object { writer in
                writer.member("connections", server.connections)
                writer.member("requests", server.requests)
                writer.member("exceptions", server.exceptions)
                writer.member("waiting_answers", server.waitingAnswers)
                writer.key("refused")
                writer.object { writer in
                    for (reason, count) in server.refusals { writer.member(reason, count) }
                }
                writer.member("evicted", server.evictions)
                writer.member("late_frames", server.lateFrames)
                writer.member("descriptor_shortages", server.descriptorShortages)
            }
            writer.key("modbus")
            modbus.write(to: &writer)
        }
        return writer.bytes
    }

    /// All states of the meters that are remembered: what `/api/v1/episodes` answers.
    var episodesJSON: [UInt8] {
        var writer = JSONWriter(capacity: 64 + meters.count * 32_768)
        writer.object { writer in
            writer.key("meters")
            writer.array { writer in
                for meter in meters { meter.writeEpisodes(to: &writer) }
            }
        }
        return writer.bytes
    }
}

extension MeterView {
    /// The episodes in the status: it is sent once a second, and should stay small.
    private static let mostEpisodes = 16

    /// What it has been through: what `/api/v1/episodes` answers of it.
    fileprivate func writeEpisodes(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("meter", name)
            writer.key("episodes")
            writer.array { writer in
                for episode in episodes { episode.write(to: &writer) }
            }
        }
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            if let parts {
                writer.key("sum_of")
                writer.array { writer in
                    for part in parts { writer.string(part) }
                }
            }
            writer.member("state", state.rawValue)
            writer.member("fresh", isFresh)
            writer.member("age_ms", age)
            writer.member("period_ms", period)
            writer.member("stale_after_ms", staleAfter)
            writer.member("telegrams", telegrams)
            writer.member("rejected", rejected)
            writer.key("rejections")
            writer.object { writer in
                for (reason, count) in rejections.sorted(by: { $0.key < $1.key }) { writer.member(reason, count) }
            }
            writer.member("held_counters", heldCounters)
            writer.key("states")
            writer.object { writer in
                for total in totals { total.write(to: &writer) }
            }
            writer.key("episodes")
            writer.array { writer in
                for episode in episodes.suffix(Self.mostEpisodes) { episode.write(to: &writer) }
            }
            writer.key("quantities")
            MeterView.write(isFresh ? quantities : [], to: &writer)
            writer.key("last_quantities")
            MeterView.write(isFresh ? [] : quantities, to: &writer)
            writer.key("oddities")
            writer.array { writer in
                for oddity in oddities { writer.string(oddity) }
            }
        }
    }

    private static func write(_ quantities: [QuantityView], to writer: inout JSONWriter) {
        writer.object { writer in
            for view in quantities {
                writer.key(view.quantity.name)
                writer.object { writer in
                    writer.key("value")
                    switch view.value {
                    case .number(let number): writer.number(number)
                    case .text(let text): writer.string(text)
                    }
                    if view.quantity.unit != .one { writer.member("unit", view.quantity.unit.symbol) }
                    if let source = view.source { writer.member("source", source) }
                }
            }
        }
    }
}

extension ConsumerView {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("unit", unit)
            writer.member("map", map)
            writer.member("meter", meter)
            writer.member("state", state.rawValue)
            writer.member("policy", policy)
            writer.member("answer", answer)
            writer.member("drill", isDrilled)
        }
    }
}
