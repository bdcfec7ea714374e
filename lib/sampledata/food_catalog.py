"""What is sampled in the sample years: foods by category, and what laboratories find wrong with them.

Limits are shaped like those of the national standards but belong to synthetic rows; nothing is read off them.
"""

from __future__ import annotations

from dataclasses import dataclass

PRODUCER, TRADE, CATERING = "生产", "流通", "餐饮"


@dataclass(frozen=True)
class Fault:
    """One thing a laboratory may find: 项目║检验值║标准值 and the class it is counted under."""

    text: str
    cls: str


@dataclass(frozen=True)
class Food:
    """One sampled food: its four category levels, names, where it is sampled and how often."""

    l1: str
    l2: str
    l3: str
    l4: str
    names: tuple[str, ...]
    weight: int
    stages: tuple[str, ...] = (TRADE,)
    faults: tuple[Fault, ...] = ()
    specs: tuple[str, ...] = ("500g/袋", "400g/袋", "250g/袋", "散装")

    @property
    def sample_type(self) -> str:
        """样品类型 that follows from the category."""
        if self.l1 == "食用农产品":
            return "食用农产品"
        if self.l1 == "餐饮食品":
            return "餐饮具" if "餐饮具" in self.l2 else "餐饮食品"
        return "普通食品"


def _pesticide(item: str, value: str, limit: str) -> Fault:
    return Fault(f"{item}║{value}mg/kg║≤{limit}mg/kg", "农药残留")


def _additive(item: str, value: str, limit: str) -> Fault:
    return Fault(f"{item}║{value}g/kg║{limit}", "食品添加剂")


BENZOIC = _additive("苯甲酸及其钠盐（以苯甲酸计）", "1.42", "≤1.0g/kg")
DEHYDRO = _additive("脱氢乙酸及其钠盐（以脱氢乙酸计）", "0.71", "≤0.5g/kg")
PEROXIDE = Fault("过氧化值（以脂肪计）║0.61g/100g║≤0.50g/100g", "质量指标")
DETERGENT = Fault("阴离子合成洗涤剂（以十二烷基苯磺酸钠计）║0.028mg/100cm²║不得检出", "质量指标")
COLIFORM = Fault("大肠菌群║检出║不得检出", "微生物")
COLONY = Fault("菌落总数║23000CFU/g║≤10000CFU/g", "微生物")
BOTTLES = ("500mL/瓶", "450mL/瓶", "5L/桶")
LOOSE = ("散装",)
BOTH = (PRODUCER, TRADE)

FOODS = (
    Food("粮食加工品", "大米", "大米", "大米", ("大米", "籼米"), 40, BOTH, specs=("5kg/袋", "10kg/袋")),
    Food(
        "粮食加工品",
        "其他粮食加工品",
        "谷物粉类制成品",
        "米粉制品",
        ("鲜米粉", "湿米线"),
        22,
        BOTH,
        (DEHYDRO,),
        LOOSE,
    ),
    Food(
        "食用油、油脂及其制品",
        "食用植物油",
        "菜籽油",
        "菜籽油",
        ("菜籽油", "压榨菜籽油"),
        26,
        BOTH,
        (
            Fault("苯并[a]芘║14.2μg/kg║≤10μg/kg", "有机污染物"),
            Fault("酸价（以KOH计）║3.6mg/g║≤3mg/g", "质量指标"),
        ),
        BOTTLES,
    ),
    Food("调味品", "酱油", "酱油", "酱油", ("酿造酱油", "生抽"), 18, specs=BOTTLES),
    Food("调味品", "食醋", "食醋", "食醋", ("米醋", "陈醋"), 10, specs=BOTTLES),
    Food("肉制品", "熟肉制品", "酱卤肉制品", "酱卤肉制品", ("卤鸭脖", "酱牛肉"), 20, BOTH, (COLONY,)),
    Food("肉制品", "预制肉制品", "腌腊肉制品", "腌腊肉制品", ("腊肉", "腊肠"), 10),
    Food("乳制品", "液体乳", "灭菌乳", "灭菌乳", ("纯牛奶",), 12, specs=("250mL/盒", "200mL/盒")),
    Food(
        "饮料",
        "包装饮用水",
        "饮用纯净水",
        "饮用纯净水",
        ("饮用纯净水", "包装饮用水"),
        20,
        BOTH,
        (Fault("铜绿假单胞菌║12CFU/250mL║0CFU/250mL", "微生物"),),
        ("18.9L/桶", "550mL/瓶"),
    ),
    Food(
        "饮料", "果蔬汁类及其饮料", "果蔬汁饮料", "果蔬汁饮料", ("橙汁饮料", "山楂汁饮料"), 8, specs=BOTTLES
    ),
    Food("方便食品", "方便面", "油炸面", "油炸方便面", ("方便面",), 10),
    Food("饼干", "饼干", "饼干", "饼干", ("韧性饼干", "酥性饼干"), 10, BOTH, (PEROXIDE,)),
    Food("罐头", "果蔬罐头", "水果类罐头", "水果类罐头", ("黄桃罐头",), 5),
    Food("冷冻饮品", "冷冻饮品", "冰淇淋、雪糕等", "冰淇淋", ("牛奶雪糕",), 6),
    Food("速冻食品", "速冻面米食品", "速冻面米生制品", "速冻水饺", ("速冻水饺", "速冻汤圆"), 8),
    Food("薯类和膨化食品", "膨化食品", "含油型膨化食品", "膨化食品", ("虾条", "薯片"), 10, faults=(COLONY,)),
    Food("糖果制品", "糖果", "糖果", "糖果", ("硬质糖果", "花生酥糖"), 8),
    Food(
        "茶叶及相关制品",
        "茶叶",
        "绿茶",
        "绿茶",
        ("绿茶", "高山云雾茶"),
        10,
        BOTH,
        (_pesticide("水胺硫磷", "0.12", "0.05"),),
    ),
    Food(
        "酒类",
        "蒸馏酒",
        "白酒",
        "白酒",
        ("高粱酒", "米酒（蒸馏）"),
        24,
        BOTH,
        (Fault("酒精度║43.1%vol║（45±1.0）%vol", "质量指标"),),
        ("500mL/瓶", "散装"),
    ),
    Food("蔬菜制品", "酱腌菜", "酱腌菜", "酱腌菜", ("酸豆角", "泡萝卜"), 16, BOTH, (BENZOIC,)),
    Food(
        "水果制品",
        "蜜饯",
        "蜜饯类",
        "蜜饯",
        ("话梅", "杨梅干"),
        8,
        faults=(_additive("二氧化硫残留量", "0.52", "≤0.35g/kg"),),
    ),
    Food("炒货食品及坚果制品", "炒货", "其他炒货", "葵花籽", ("五香瓜子", "炒花生"), 12, BOTH, (PEROXIDE,)),
    Food("蛋制品", "再制蛋", "再制蛋", "皮蛋", ("松花皮蛋", "咸鸭蛋"), 6),
    Food("食糖", "食糖", "食糖", "白砂糖", ("白砂糖", "红糖"), 6),
    Food("水产制品", "干制水产品", "预制动物性水产干制品", "鱼干", ("小鱼干", "虾皮"), 6),
    Food(
        "淀粉及淀粉制品",
        "淀粉制品",
        "粉丝粉条",
        "粉丝粉条",
        ("红薯粉条", "粉丝"),
        10,
        BOTH,
        (Fault("铝的残留量（干样品，以Al计）║312mg/kg║≤200mg/kg", "食品添加剂"),),
    ),
    Food("糕点", "糕点", "糕点", "糕点", ("桃酥", "蛋糕", "面包"), 28, BOTH, (DEHYDRO, COLONY)),
    Food("糕点", "糕点", "月饼", "月饼", ("五仁月饼",), 6, BOTH),
    Food("豆制品", "非发酵性豆制品", "豆腐类", "豆腐干", ("豆腐干", "千张"), 14, BOTH, (BENZOIC,), LOOSE),
    Food("蜂产品", "蜂蜜", "蜂蜜", "蜂蜜", ("土蜂蜜",), 4),
    Food("保健食品", "保健食品", "保健食品", "保健食品", ("维生素C咀嚼片", "钙片"), 6),
    Food("特殊膳食食品", "婴幼儿辅助食品", "婴幼儿谷类辅助食品", "婴幼儿米粉", ("婴幼儿营养米粉",), 4),
    Food(
        "餐饮食品",
        "米面及其制品（自制）",
        "小麦粉制品",
        "馒头花卷（自制）",
        ("馒头", "油条"),
        34,
        (CATERING,),
        (Fault("铝的残留量（干样品，以Al计）║265mg/kg║≤100mg/kg", "食品添加剂"),),
        LOOSE,
    ),
    Food(
        "餐饮食品",
        "肉制品（自制）",
        "熟肉制品",
        "酱卤肉（自制）",
        ("卤猪耳", "自制卤牛肉"),
        20,
        (CATERING,),
        specs=LOOSE,
    ),
    Food(
        "餐饮食品",
        "餐饮具",
        "复用餐饮具",
        "餐馆自行消毒餐饮具",
        ("自消毒餐碗", "自消毒筷子", "自消毒杯子"),
        52,
        (CATERING,),
        (DETERGENT, COLIFORM),
        ("/",),
    ),
    Food(
        "食用农产品",
        "蔬菜",
        "鳞茎类蔬菜",
        "韭菜",
        ("韭菜",),
        26,
        (TRADE, CATERING),
        (_pesticide("腐霉利", "0.64", "0.2"),),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "蔬菜",
        "豆类蔬菜",
        "豇豆",
        ("豇豆", "四季豆"),
        24,
        (TRADE, CATERING),
        (_pesticide("克百威", "0.081", "0.02"), _pesticide("倍硫磷", "0.19", "0.05")),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "蔬菜",
        "叶菜类蔬菜",
        "普通白菜",
        ("小白菜", "芹菜"),
        36,
        (TRADE, CATERING),
        (_pesticide("毒死蜱", "0.12", "0.02"), _pesticide("噻虫胺", "0.16", "0.04")),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "蔬菜",
        "茄果类蔬菜",
        "辣椒",
        ("辣椒", "茄子"),
        24,
        (TRADE, CATERING),
        (Fault("镉（以Cd计）║0.094mg/kg║≤0.05mg/kg", "重金属"),),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "水果类",
        "热带和亚热带水果",
        "香蕉",
        ("香蕉",),
        16,
        (TRADE,),
        (_pesticide("吡虫啉", "0.18", "0.05"),),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "水果类",
        "柑橘类水果",
        "柑、橘",
        ("蜜橘", "砂糖橘"),
        14,
        (TRADE,),
        (_pesticide("三唑磷", "0.31", "0.2"),),
        LOOSE,
    ),
    Food(
        "食用农产品", "畜禽肉及副产品", "畜肉", "猪肉", ("猪肉", "猪肝"), 34, (TRADE, CATERING), specs=LOOSE
    ),
    Food(
        "食用农产品",
        "水产品",
        "淡水产品",
        "淡水鱼",
        ("鲫鱼", "泥鳅", "黄鳝"),
        22,
        (TRADE, CATERING),
        (Fault("恩诺沙星║187μg/kg║≤100μg/kg", "兽药残留"),),
        LOOSE,
    ),
    Food(
        "食用农产品",
        "鲜蛋",
        "鲜蛋",
        "鸡蛋",
        ("鲜鸡蛋",),
        18,
        (TRADE,),
        (Fault("恩诺沙星║21μg/kg║≤10μg/kg", "兽药残留"),),
        LOOSE,
    ),
)
