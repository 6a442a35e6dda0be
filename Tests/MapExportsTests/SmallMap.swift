// SPDX-License-Identifier: Apache-2.0

import MapExports
import Notation
import RegisterMaps
import Registers

/// A map with one of everything that a format must find words for.
enum SmallMap {
    static let text = """
        title     Test "meter" & more
        unit      7 1
        identity  "Maker" "Model" "1"
        words     low-first
        missing   not-implemented
        stale     exception 4

        table both
        gaps  0x0000..0x000F
        section First | part
        0x0000   i32            power in 0.1 W  vital            -- power, + import
        0x0001   u16            1648 alone                       -- model code
        2        u32/high-first energy.import in Wh              -- energy
        4        f32            power                            -- power, + import
        6        u64            energy.export in 0.001 kWh
        10       u16            (voltage.l1 ?? 230) * 2 in 0.1 V missing 7
        11       text[4]        meter.serial                     -- serial
        13       u16            7 accept 7                       -- application

        table input
        section Second
        9998     i16            power-factor in 0.001
        9999     u16            if meter.phases == 1 then 3 else 0

        table discrete
        0        bit            status.fresh                     -- fresh
        1        bit            status.stale
        """

    static func export(_ text: String = SmallMap.text, name: String = "small") throws -> MapExport {
        var library = MapLibrary()
        library.add(SourceText(name: "\(name).map", text: text), as: name)
        return MapExport(try library.map(name), server: server)
    }

    static let server = MapExport.Server(host: "::1", port: 1502, unit: 7)
}

/// The maps that travel inside the program.
enum Profile {
    static let names = BuiltInMaps.all.map(\.name)

    private static let library: MapLibrary = {
        var library = MapLibrary()
        for map in BuiltInMaps.all { library.add(SourceText(name: map.name, text: map.text), as: map.name) }
        return library
    }()

    static func export(_ name: String) throws -> MapExport {
        MapExport(try library.map(name), server: SmallMap.server)
    }
}
