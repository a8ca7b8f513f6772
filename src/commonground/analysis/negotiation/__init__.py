"""Where the common ground is over the issues on the table: frontier, zone, solutions, trades."""

from .at_worst import AtWorst, find_at_worst
from .bounded import BOUNDED_RULES, Best, find_best, find_ideals
from .coarse import CoarseFrontier, find_coarse_frontier
from .divide import Division, Fairness, adjusted_winner, fairness
from .frontier import Frontier, find_frontier
from .improve import Change, Improvements, find_improvements
from .lotteries import Hull, Mixture, best_mixtures, find_hull
from .negotiate import solve_packages
from .outlooks import Influence, Outlook, Pick, Uncertainty, UncertaintyAsked, standard_error
from .price import PartyPrice, Price, price_package
from .results import Agreement, Answer, Negotiation, NegotiationAsked
from .solutions import DEFAULT_SOLUTIONS, SOLUTIONS, SolutionRule, Solved, solve_rules
from .trace import OfferStep, find_deal, trace_offers
from .trades import Stakes, Trade, find_trades, middle, stakes
from .uncertain import find_uncertainty
from .zone import Count, Nearest, Zone, find_zone

__all__ = [
    "BOUNDED_RULES",
    "DEFAULT_SOLUTIONS",
    "SOLUTIONS",
    "Agreement",
    "Answer",
    "AtWorst",
    "Best",
    "Change",
    "CoarseFrontier",
    "Count",
    "Division",
    "Fairness",
    "Frontier",
    "Hull",
    "Improvements",
    "Influence",
    "Mixture",
    "Nearest",
    "Negotiation",
    "NegotiationAsked",
    "OfferStep",
    "Outlook",
    "PartyPrice",
    "Pick",
    "Price",
    "SolutionRule",
    "Solved",
    "Stakes",
    "Trade",
    "Uncertainty",
    "UncertaintyAsked",
    "Zone",
    "adjusted_winner",
    "best_mixtures",
    "fairness",
    "find_at_worst",
    "find_best",
    "find_coarse_frontier",
    "find_deal",
    "find_frontier",
    "find_hull",
    "find_ideals",
    "find_improvements",
    "find_trades",
    "find_uncertainty",
    "find_zone",
    "middle",
    "price_package",
    "solve_packages",
    "solve_rules",
    "stakes",
    "standard_error",
    "trace_offers",
]
