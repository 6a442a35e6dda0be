// SPDX-License-Identifier: Apache-2.0

import Notation
import State
import Synchronization
import Testing

@Suite("A state file is replaced whole or not at all")
struct StateFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func text(_ file: StateFile) throws -> String? {
        try file.text().map { $0.lines.joined(separator: "\n") }
    }

    @Test("What was written is read, and a new folder is made for it")
    func written() throws {
        let file = try StateFile(meter: "house", folder: folder.path + "/a/b")
        #expect(try StateFileTests.text(file) == nil)
        try file.replace(with: "one\n")
        try file.replace(with: "two\n")
        #expect(try StateFileTests.text(file) == "two\n")
        #expect(file.path == folder.path + "/a/b/house.state")
    }

    @Test("A process that ends in the middle leaves the old text or the new one", arguments: StateFile.Step.allCases)
    func interrupted(step: StateFile.Step) throws {
        // Given a file, and a process that ends before one step of its replacement
        let end = StateFault.failed(path: "", operation: "\(step)", reason: "the end")
        do {
            let file = try StateFile(meter: "house", folder: folder.path)
            try file.replace(with: "old")
        }
        do {
            let file = try StateFile(meter: "house", folder: folder.path) { next throws(StateFault) in
                if next == step { throw end }
            }
            #expect(throws: end) { try file.replace(with: "new") }
        }

        // Then the next process reads one of both, whole, and can go on
        let file = try StateFile(meter: "house", folder: folder.path)
        #expect(try StateFileTests.text(file) == (step == .flushFolder ? "new" : "old"))
        try file.replace(with: "newer")
        #expect(try StateFileTests.text(file) == "newer")
        #expect(folder.names == ["house.lock", "house.state"])
    }

    @Test("No second one gets the same meter's file, but another meter's")
    func locked() throws {
        let first = try StateFile(meter: "house", folder: folder.path)
        #expect(throws: StateFault.taken(path: first.path)) {
            _ = try StateFile(meter: "house", folder: folder.path)
        }
        _ = try StateFile(meter: "barn", folder: folder.path)
    }

    @Test("No name leads out of the folder", arguments: [("../x", "%2E%2E%2Fx"), (".", "%2E"), ("a b", "a%20b")])
    func names(meter: String, name: String) throws {
        #expect(try StateFile(meter: meter, folder: folder.path).path == "\(folder.path)/\(name).state")
    }

    @Test("A folder that can't be made is named with reason and remedy")
    func noFolder() throws {
        try folder.write("file", "")
        let fault = try #require(throws: StateFault.self) {
            _ = try StateFile(meter: "house", folder: folder.path + "/file/state")
        }
        #expect(fault.description.contains("Not a directory"))
        #expect(fault.description.contains("--state FOLDER"))
    }

    @Test("A file that is set aside keeps its text, and so does the next one")
    func setAside() throws {
        let file = try StateFile(meter: "house", folder: folder.path)
        for number in 1...2 {
            try file.replace(with: "damaged \(number)")
            #expect(try file.setAside() == "\(file.path).damaged-\(number)")
        }
        #expect(folder.names == ["house.lock", "house.state.damaged-1", "house.state.damaged-2"])
    }
}
