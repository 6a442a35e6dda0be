// SPDX-License-Identifier: Apache-2.0

package import Metering
import Telegrams

/// Where the objects that a map names stand in the telegrams of one layout.
///
/// A map may name dozens that a meter never sends: they are looked for once for each layout, and not once for each telegram.
package struct ObjectPlaces: Sendable {
    enum Place: Sendable {
        case absent
        /// It is there, and its unit is not the one that the map asks for.
        case unfit
        /// The group whose number it is, its decimal exponent, and the way from the unit it is sent in to the map's,
        /// where that names one.
        case number(group: Int, exponent: Int8, ratio: Ratio?)
    }

    let places: [Place]
    private let layout: TelegramLayout

    init(_ objects: [ExpressionTable.ObjectValue], in reading: Reading) {
        let layout = reading.telegram.layout
        self.layout = layout
        places = objects.map { object in
            guard let found = layout.objects.last(where: { $0.code == object.code }),
                let group = found.group(object.index), let format = layout.groups[group].number
            else { return .absent }
            guard let unit = object.unit else {
                return .number(group: group, exponent: format.exponent, ratio: nil)
            }
            guard let ratio = reading.ratio(of: format.unit, sentBy: object.code, to: unit) else { return .unfit }
            return .number(group: group, exponent: format.exponent, ratio: ratio)
        }
    }

    /// Whether they hold for this reading too.
    package func hold(for reading: Reading) -> Bool { layout === reading.telegram.layout }
}
