//! An instance that cannot be served as it stands, made one that can, with the same best plans.
//!
//! In every plan that serves as many as can be, the crowd (`Room::crowd`) fills its officials and the same number of it is left out, and whoever could help
//! officials under their least does (`Room::want`). So the crowd gets one more official, nobody, with exactly that number, nobody else goes to its officials;
//! and those who could help go nowhere else, the least being the most there (Dulmage and Mendelsohn).
use crate::NONE;
use crate::instance::{Asks, Instance, Official};
use crate::room::Room;
use crate::scaling::Scaling;
use crate::solved::Solved;

pub struct Part {
    net: Instance,
    /// Each edge's place in the whole instance; `NONE` for an edge to nobody.
    whole: Vec<u32>,
    full: Vec<bool>,
    short: Vec<bool>,
}

impl Part {
    pub fn of(net: &Instance, room: &Room) -> Self {
        let ((crowd, full), (helping, short)) = (room.crowd(), room.want());
        let left_out = net.numbers().filter(|&i| crowd[i as usize] && room.at[i as usize] == NONE).count();
        let left_out = u32::try_from(left_out).unwrap_or(NONE);
        let bounds = |(j, o): (usize, &Official)| if short[j] { Official { lo: 0, hi: o.lo } } else { *o };
        let mut officials: Vec<Official> = net.officials.iter().enumerate().map(bounds).collect();
        officials.push(Official { lo: left_out, hi: left_out });
        let mut part = Instance { officials, start: vec![0], who: Vec::new(), cost: Vec::new(), asks: net.asks.clone() };
        let (nobody, dear) = (u32::try_from(net.officials.len()).unwrap_or(NONE), net.costliest());
        let mut whole = Vec::new();
        for i in net.numbers() {
            let (crowded, helps) = (crowd[i as usize], helping[i as usize]);
            let stays = |e: &usize| (crowded || !full[net.who[*e] as usize]) && (!helps || short[net.who[*e] as usize]);
            for e in net.row(i).filter(stays) {
                part.who.push(net.who[e]);
                part.cost.push(net.cost[e]);
                whole.push(u32::try_from(e).unwrap_or(NONE));
            }
            if crowded && net.asks[i as usize] != Asks::Pinned {
                part.who.push(nobody);
                part.cost.push(dear);
                whole.push(NONE);
            }
            part.start.push(u32::try_from(part.who.len()).unwrap_or(NONE));
        }
        Self { net: part, whole, full, short }
    }

    /// The plan of the whole. Prices of full officials rise together so that being left out is worth as much, those of short ones fall by that worth.
    pub fn solve(&self, net: &Instance) -> Solved {
        let (at, mut prices) = Scaling::solve(&self.net);
        let range = prices.iter().map(|p| p.abs()).max().unwrap_or(0) + net.costliest();
        let worth = net.worth() + 4 * range;
        let nobody = prices.pop().unwrap_or(0) + net.costliest();
        for (j, price) in prices.iter_mut().enumerate() {
            if self.full[j] {
                *price += worth - nobody;
            } else if self.short[j] {
                *price -= worth;
            }
        }
        let at = at.into_iter().map(|edge| if edge == NONE { NONE } else { self.whole[edge as usize] }).collect();
        Solved::of(net, at, prices, worth)
    }
}
