import { consoleTexts } from "./console/zh.ts";
import { door } from "./door/zh.ts";
import { draw } from "./draw/zh.ts";
import type { Messages } from "./index.ts";

/**
 * All copy in simplified Chinese. A place is 下单名额, a chance to order, so that nobody takes it for a
 * unit.
 */
export const zh: Messages = {
  tag: "zh-Hans",
  locale: "zh-CN",
  dir: "ltr",
  units: { other: "{count} 件" },
  places: { other: "{count} 个名额" },

  site: {
    skip: "跳至正文",
    home: "全部秒杀",
    seller: "销售方",
    terms: "销售条款",
    privacy: "隐私政策",
    imprint: "经营者信息",
    contact: "联系我们",
    noscript: "购买需要 JavaScript。",
  },

  list: {
    title: "限时秒杀",
    intro: "数量不多，价格很低，准点开抢。以下是即将开始的活动。",
    empty: "目前没有秒杀活动，请过些时候再来看看。",
    starts: "开始时间",
    view: "查看活动",
  },

  price: {
    now: "秒杀价",
    was: "原价",
    off: "立省 {percent}",
  },

  product: {
    description: "{title}，秒杀价 {price}。开始时间：{start}。",
    calendar: "添加到日历",
    starts: "开始时间",
    started: "已于以下时间开始",
    zone: {
      own: "活动所在时区的时间",
      same: "您所在时区的时间",
      apart: "您所在时区的时间；活动所在地时间：{start}",
    },
    ends: "结束时间",
    ended: "已结束于",
    stock: "活动数量",
    limit: "限购",
    limitOne: "每个{each}限购 1 件",
    limitContacts: "且每个{contacts}限下一单",
    each: { browser: "浏览器", member: "会员账号", invite: "邀请码" },
    contacts: { email: "邮箱", phone: "电话号码", address: "收货地址" },
    shipping: "配送",
    payment: "付款",
    details: "活动一览",
    about: "商品介绍",
    how: "参与方式",
    steps: {
      wait: "请在开始前打开本页。到点后按钮会自动可用，无需刷新页面。",
      click: "点击按钮。如有空闲的下单名额，即归您使用，时长 {hold}，足够填写一张简短的表单。",
      race: "提交表单。下单名额并不预留商品：先提交完整订单者先得。",
      reserve: "请在时限内提交表单。在此期间，名额会为您保留一件商品。",
      draw: {
        wait: "请在开始前的任意时间打开本页：届时到场的人都会参加抽签。",
        call: "活动开始时，您会抽到一个号码，叫号从小到大进行。您可以离开再回来。叫到您的号码后，按钮会变为可用。",
      },
    },
    fair: "规则人人相同：每个{each}一个名额、一笔订单，谁也不能提前进入。",
    noscript: "此浏览器已将其关闭。活动开始时间：{start}。",
  },

  countdown: {
    label: "距离开始还有",
    days: "天",
    hours: "时",
    minutes: "分",
    seconds: "秒",
  },

  live: {
    buttons: {
      loading: "请稍候…",
      upcoming: "尚未开始",
      soon: "{seconds} 秒后开抢",
      starting: "正在开启…",
      open: "立即抢购",
      claiming: "请稍候…",
      wait: "{seconds} 秒后自动重试",
      door: "请先完成验证",
      crowded: "请稍候…",
      trying: "正在重试…",
      paused: "活动暂停中",
      sold_out: "已售罄",
      closed: "活动已结束",
      offline: "正在连接…",
    },
    loading: "正在查询活动状态…",
    upcoming: "请停留在本页，活动开始时按钮会自动可用。",
    soon: "请做好准备：按钮将在几秒后可用。",
    left: "距离活动开始还有 {time}。",
    starting: "时间到了，按钮马上可用。",
    open: "活动已开始，每个{each}限购一件。",
    door: "活动已开始，还差一步：请看下方。",
    crowded: "您所在网络的访问人数过多，本页将在一分钟后自动重试。",
    claiming: "正在为您寻找空闲名额，请勿刷新页面。",
    full: "您所在分组的名额此刻已满（{places}）。有人完成或放弃后名额会空出。您停留在本页时，页面会自动重试。",
    fullReserved:
      "此刻商品已全部为其他顾客预留。若有人未按时下单，您就有机会。您停留在本页时，页面会自动重试。",
    again: "一段时间内都没有空出名额，现在可以再试一次。",
    paused: "活动已暂停。请停留在本页，恢复后会自动继续。",
    soldOut: "商品已全部售出，感谢您的参与。",
    soldOutIn: { other: "已售罄：{count} 件商品在 {time}内全部售出。感谢您的参与。" },
    closed: "本次活动已结束，感谢您的参与。",
    holder: "您在本次活动中已有名额或订单，订单页会显示具体情况。",
    slot: "您已有下单名额。在剩余时间内，订单表单一直为您保留。",
    ordered: "您已下单，订单号为 {number}。订单凭证随时可在此查看。",
    orderLinks: {
      holder: "查看我的订单",
      slot: "继续填写订单（{left}）",
      ordered: "查看订单凭证",
    },
    lapsed: "填写订单的时间已到，订单没有提交。您可以再抢一个名额。",
    offline: "您与商店的连接已断开。我们会自动重试，无需刷新页面。",
    network: "我们试了多次，您的点击仍未送达商店。请检查网络后再试。",
    stale: "商店未能受理这次点击，请再试一次。",
    failed: "我们这边出了点问题，请再试一次。",
  },

  door,
  draw,

  ended: {
    title: "活动状态",
    generic: {
      title: "活动进展",
      text: "是否还能下单，请看活动页面。",
    },
    sold_out: {
      title: "已售罄",
      text: "本次活动的商品已全部售出。这次没能抢到，我们深表遗憾。",
    },
    full: {
      title: "下单名额已满",
      text: "此刻其他顾客正在填写订单。他们完成或放弃后，名额就会空出，值得再试一次。",
    },
    closed: {
      title: "活动已结束",
      text: "本次活动已结束，不再接受订单。感谢您的关注。",
    },
    paused: {
      title: "活动暂停中",
      text: "活动恢复后，活动页面上的按钮会自动重新可用。",
    },
    back: "返回活动页面",
    retry: "再试一次",
    others: "查看全部秒杀",
  },

  form: {
    title: "填写订单",
    eyebrow: "您已抢到下单名额",
    intro: "请在名额有效期内填写表单。名额为您保留 {hold}。",
    timeLeft: "名额剩余时间",
    left: "提交表单的时间还剩 {time}。",
    lapsed: "时间已到，您的名额已重新开放给他人，订单没有提交。",
    lapsedLink: "返回活动页面重试",
    untilLabel: "保留至",
    about: "您的信息",
    optional: "（选填）",
    labels: {
      name: "姓名",
      email: "电子邮箱",
      phone: "电话",
      address: "收货地址",
      street: "街道和门牌号",
      postcode: "邮政编码",
      city: "城市",
      country: "国家或地区",
      note: "给销售方的留言",
    },
    hints: {
      name: "",
      email: "销售方会通过此邮箱与您联系订单事宜。",
      phone: "",
      address: "可以留空，销售方会通过邮件向您询问。",
      street: "",
      postcode: "",
      city: "",
      country: "",
      note: "",
    },
    problems: {
      name: {
        required: "请填写姓名。",
        too_long: "姓名过长，最多 100 个字符。",
        malformed: "姓名中含有无法使用的字符。",
      },
      email: {
        required: "请填写电子邮箱。",
        too_long: "邮箱地址过长，最多 254 个字符。",
        malformed: "请填写有效的邮箱地址，例如 name@example.com。",
      },
      phone: {
        required: "请填写电话号码。",
        too_long: "电话号码过长，最多 40 个字符。",
        malformed: "请填写有效的电话号码，例如 13800138000。",
      },
      address: {
        required: "请填写地址。",
        too_long: "地址过长，最多 500 个字符。",
        malformed: "地址中含有无法使用的字符。",
      },
      street: {
        required: "请填写街道和门牌号。",
        too_long: "内容过长，最多 200 个字符。",
        malformed: "内容中含有无法使用的字符。",
      },
      postcode: {
        required: "请填写邮政编码；当地没有邮编时，请填写连字符（-）。",
        too_long: "邮政编码过长，最多 20 个字符。",
        malformed: "邮政编码中含有无法使用的字符。",
      },
      city: {
        required: "请填写城市。",
        too_long: "城市名称过长，最多 100 个字符。",
        malformed: "城市名称中含有无法使用的字符。",
      },
      country: {
        required: "请填写国家或地区。",
        too_long: "名称过长，最多 100 个字符。",
        malformed: "名称中含有无法使用的字符。",
      },
      note: {
        required: "请填写留言。",
        too_long: "留言过长，最多 500 个字符。",
        malformed: "留言中含有无法使用的字符。",
      },
    },
    used: {
      email: "此邮箱已有订单，请换一个邮箱。",
      phone: "此电话号码已有订单，请换一个号码。",
      address: "此地址已有订单，每个地址限下一单。",
      street: "此地址已有订单，每个地址限下一单。",
    },
    notices: {
      contact_used: "该信息已用于其他订单。您的名额仍然保留：请修改标出的内容后再次提交。",
      invalid: "订单尚未提交，请检查以下各项：",
      full: "此刻暂无可售商品，但仍可能空出。您的名额仍然保留：请几秒后再次提交。",
      paused: "活动已暂停。您的名额在剩余时间内仍然保留，请稍后再试。",
      offline: "您的网络已断开，内容没有发送。您填写的内容仍在本页：网络恢复后请再次提交。",
    },
    legal: "提交订单即表示您同意销售方的{terms}。关于您个人信息的使用，请见{privacy}。",
    // Submitting the order concludes the contract (E-Commerce Law of the PRC, art. 49).
    total: "合计",
    submit: "提交订单并承担付款义务",
    submitTotal: "提交订单（{total}）",
    sending: "正在提交订单…",
    giveUp: "放弃名额",
    giveUpHint: "名额会立即开放给其他顾客，您可能无法再次抢到。",
    giveUpSure: "确认放弃",
  },

  summary: {
    title: "订单内容",
    quantity: "数量：1 件",
    shipping: "配送",
    payment: "付款",
    price: "价格",
  },

  receipt: {
    title: "感谢您的订购",
    eyebrow: "下单成功",
    intro: "您已抢到一件商品。订单会发送给销售方，由销售方负责后续事宜。",
    number: "订单号",
    placed: "下单时间",
    next: "接下来",
    steps: {
      mail: "您将收到一封确认邮件。",
      contact: "销售方已收到您的订单，如需补充信息会与您联系。",
      payment: "付款：{payment}",
      delivery: "配送：{shipping}",
    },
    help: "对订单有疑问？请凭订单号联系{seller}。",
    seller: "销售方",
    keep: "请保存本页：收藏或打印均可。本页地址仅供您本人使用，请勿分享。",
    again: "返回活动页面",
    print: "打印",
    save: "保存为文件",
    cancelled: {
      eyebrow: "订单已取消",
      title: "您的订单已取消",
      unpaid: "订单未在规定时间内付款，商品已重新开售，不会发货。",
      cancelled: "销售方取消了该订单，不会发货。如果您已付款，请联系销售方办理退款。",
      again: "如果还有商品，您可以再次下单。",
    },
    pay: {
      title: "付款",
      paid: "已付款，谢谢！",
      by: "请在此时间前付款：",
      left: "剩余付款时间",
      lapses: "逾期未付款的订单将被取消。",
      button: "立即付款",
    },
  },

  mail: {
    hello: "{name}，您好：",
    placed: {
      subject: "您的订单：{title}",
      intro: "感谢您的订购，您已抢到一件商品。",
    },
    cancelled: {
      subject: "您的订单已取消：{title}",
      intro: "您的订单已取消。",
    },
  },

  expired: {
    title: "下单名额已失效",
    text: "填写订单的时间已到，您的名额已重新开放给他人，订单没有提交。如果还有商品，您可以再抢一个名额。",
    back: "返回活动页面",
  },

  refusals: {
    unauthorized: {
      title: "本页不公开",
      text: "本页供活动运营人员使用，需要运营密钥。",
    },
    bad_token: {
      title: "此链接无效",
      text: "链接不完整、已过期，或属于他人。请回到活动页面，在同一浏览器中重新开始。",
    },
    cross_site: {
      title: "请求来自其他网站",
      text: "另一个网站以您的名义把您带到这里，因此没有执行任何操作。请回到活动页面，从那里重新开始。",
    },
    not_found: {
      title: "页面不存在",
      text: "没有找到此页面。活动可能已结束，或链接有误。",
    },
    method_not_allowed: {
      title: "此操作不可用",
      text: "此地址不能这样使用。请回到活动页面重新开始。",
    },
    too_large: {
      title: "内容过长",
      text: "您发送的内容超出了订单的上限。请返回并缩短内容。",
    },
    unsupported_type: {
      title: "内容无法读取",
      text: "您发送的内容不是商店能读取的格式。请返回并使用订单表单。",
    },
    too_many: {
      title: "尝试次数过多",
      text: "来自您所在网络的尝试次数过多。请稍等一分钟，然后重试。",
    },
    invalid: {
      title: "内容无法读取",
      text: "您发送的内容不完整。请返回检查表单。",
    },
    internal: {
      title: "我们这边出了点问题",
      text: "已向您确认的内容仍然有效。请返回，稍后再试。",
    },
    full: {
      title: "此刻访问人数过多",
      text: "暂时无法读取您的订单。您的名额或订单保持不变：请几秒后重新加载本页。",
    },
    back: "查看全部秒杀",
  },

  console: consoleTexts,
};
