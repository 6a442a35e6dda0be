// SPDX-License-Identifier: Apache-2.0

import Registers

/// Registers that one request reads.
struct ReadBlock {
    let table: Table
    let order: WordOrder
    private(set) var registers: [ExportedRegister]

    var start: UInt16 { registers.first?.address ?? 0 }
    var count: Int { Int(registers.last?.register.addresses.upperBound ?? start) - Int(start) + 1 }
    /// What answers only a read of exactly one register.
    var isAlone: Bool { registers.contains { $0.register.isAlone } }

    /// Joins registers that follow each other without a hole, in order of table and address.
    ///
    /// - Parameters:
    ///   - limit: the most registers that one request of the client asks for; of bits it is their own limit.
    ///   - mixingOrders: whether one request may hold registers of both word orders.
    ///   - mayJoin: whether the second may stand behind the first in one request.
    static func blocks(
        of registers: [ExportedRegister],
        limit: Int,
        mixingOrders: Bool = false,
        where mayJoin: (ExportedRegister, ExportedRegister) -> Bool = { _, _ in true }
    ) -> [ReadBlock] {
        var blocks: [ReadBlock] = []
        for table in Table.allCases {
            let ordered = registers.filter { $0.table == table }.sorted {
                ($0.address, $0.register.isAlone ? 1 : 0) < ($1.address, $1.register.isAlone ? 1 : 0)
            }
            var current: ReadBlock?
            for register in ordered where !register.register.isAlone {
                if let block = current, let last = block.registers.last,
                    Int(register.address) == Int(block.start) + block.count,
                    block.count + register.type.wordCount <= limit,
                    mixingOrders || !register.hasWordOrder || register.order == block.order || !block.hasWordOrder,
                    mayJoin(last, register)
                {
                    let order = block.hasWordOrder ? block.order : register.order
                    current = ReadBlock(table: table, order: order, registers: block.registers + [register])
                } else {
                    if let current { blocks.append(current) }
                    current = ReadBlock(table: table, order: register.order, registers: [register])
                }
            }
            if let current { blocks.append(current) }
            for register in ordered where register.register.isAlone {
                blocks.append(ReadBlock(table: table, order: register.order, registers: [register]))
            }
        }
        return blocks
    }

    private var hasWordOrder: Bool { registers.contains(where: \.hasWordOrder) }
}
